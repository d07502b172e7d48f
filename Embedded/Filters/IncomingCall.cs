using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call on its way through the incoming filters of a silo and of the grain itself.</summary>
internal sealed class IncomingCall<TResult> : IIncomingGrainCallContext
{
    private readonly Activation _activation;
    private readonly GrainRequest<TResult> _request;
    private readonly RunnableCall _call;
    private int _next;
    private TResult _result = default!;

    private IncomingCall(Activation activation, RunnableCall call, GrainRequest<TResult> request)
    {
        _activation = activation;
        _call = call;
        _request = request;
    }

    public IInvokable Request => _request;

    public object Grain => _activation.GrainInstance!;

    public IGrainContext TargetContext => _activation;

    public GrainId? SourceId => _call.Source.IsDefault ? null : _call.Source;

    public GrainId TargetId => _activation.GrainId;

    public string InterfaceName => _request.GetInterfaceName();

    public string MethodName => _request.GetMethodName();

    public MethodInfo InterfaceMethod => _request.GetMethod();

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = _activation.TargetOf(_request).GetType().GetInterfaceMap(InterfaceMethod.DeclaringType!);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    public object? Result
    {
        get => typeof(TResult) == typeof(VoidResult) ? null : _result;
        set => _result = typeof(TResult) == typeof(VoidResult) ? default! : (TResult)value!;
    }

    public static async ValueTask<TResult> Run(
        Activation activation, RunnableCall call, GrainRequest<TResult> request)
    {
        var incoming = new IncomingCall<TResult>(activation, call, request);
        await incoming.Invoke();
        return incoming._result;
    }

    public async Task Invoke()
    {
        var filters = _activation.Silo.IncomingFilters;
        var next = _next++;
        if (next < filters.Length)
        {
            await filters[next].Invoke(this);
        }
        else if (next == filters.Length && Grain is IIncomingGrainCallFilter own)
        {
            await own.Invoke(this);
        }
        else
        {
            _result = await _request.InvokeOn(_activation.TargetOf(_request));
        }
    }
}
