using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call on its way through the outgoing filters of a silo or client.</summary>
internal sealed class OutgoingCall<TResult> : IOutgoingGrainCallContext
{
    private readonly CallRuntime _runtime;
    private readonly GrainReference _target;
    private readonly GrainRequest<TResult> _request;
    private readonly IOutgoingGrainCallFilter[] _filters;
    private int _next;
    private TResult _result = default!;

    private OutgoingCall(
        CallRuntime runtime, GrainReference target, GrainRequest<TResult> request, IOutgoingGrainCallFilter[] filters)
    {
        _runtime = runtime;
        _target = target;
        _request = request;
        _filters = filters;
        SourceContext = RuntimeContext.Current;
    }

    public IInvokable Request => _request;

    public object Grain => _target;

    public IGrainContext? SourceContext { get; }

    public GrainId? SourceId => SourceContext?.GrainId;

    public GrainId TargetId => _target.GrainId;

    public string InterfaceName => _request.GetInterfaceName();

    public string MethodName => _request.GetMethodName();

    public MethodInfo InterfaceMethod => _request.GetMethod();

    public object? Result
    {
        get => typeof(TResult) == typeof(VoidResult) ? null : _result;
        set => _result = typeof(TResult) == typeof(VoidResult) ? default! : (TResult)value!;
    }

    public static async Task<TResult> Run(
        CallRuntime runtime, GrainReference target, GrainRequest<TResult> request, IOutgoingGrainCallFilter[] filters)
    {
        var outgoing = new OutgoingCall<TResult>(runtime, target, request, filters);
        await outgoing.Invoke();
        return outgoing._result;
    }

    public async Task Invoke()
    {
        if (_next < _filters.Length)
        {
            await _filters[_next++].Invoke(this);
        }
        else if (_request.Method.OneWay)
        {
            _runtime.StartOneWay(_target.GrainId, _request);
        }
        else
        {
            _result = await _runtime.Start(_target.GrainId, _request);
        }
    }
}
