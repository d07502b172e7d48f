using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>
/// One activation of a grain: a queue of turns, the requests that wait and run, and the grain object. Everything in it
/// but <see cref="Deactivate"/> and posting belongs to its own turns.
/// </summary>
internal sealed partial class Activation : TurnQueue, IGrainContext, ICallHost
{
    private readonly Completion<bool> _deactivated;
    private readonly AsyncServiceScope _scope;
    private GrainReference? _reference;
    private object? _extension;
    private Type? _extensionContract;

    public Activation(SiloRuntime silo, GrainClass grainClass, GrainId id, long number)
        : base(silo.Environment.Work, silo.Gate)
    {
        Silo = silo;
        Class = grainClass;
        GrainId = id;
        Registration = new GrainRegistration(id, silo.Address, number);
        _deactivated = new Completion<bool>(silo.Environment.Work);
        _scope = silo.ServiceProvider.CreateAsyncScope();
        _lastUse = silo.Environment.Time.GetTimestamp();
    }

    public SiloRuntime Silo { get; }

    public CallRuntime Runtime => Silo;

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    /// <summary>This activation as the directory knows it.</summary>
    public GrainRegistration Registration { get; }

    /// <summary>Whether the directory has this activation. Set in system turns, with the answers of the directory.</summary>
    public bool IsRegistered { get; set; }

    public ActivationState State { get; private set; } = ActivationState.Activating;

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public Task Deactivated => _deactivated.Task;

    public GrainReference GrainReference => _reference ??= Silo.Refer(
        Class.Interfaces.Count > 0 ? Class.Interfaces[0] : typeof(IGrain), GrainId);

    protected override IGrainContext TurnContext => this;

    public ValueTask<TResult> Invoke<TResult>(RunnableCall<TResult> call, GrainRequest<TResult> request) =>
        Silo.IncomingFilters.Length == 0 && !Class.HasOwnFilter
            ? request.InvokeOn(TargetOf(request))
            : IncomingCall<TResult>.Run(this, call, request);

    /// <summary>The object that answers a request: the grain, or one beside it.</summary>
    public object TargetOf(GrainRequest request) => request.Method.IsExtension ? Extension(request.Method.Interface) : GrainInstance!;

    /// <summary>The object beside the grain that answers an interface: a service of this activation.</summary>
    /// <exception cref="InvalidOperationException">There is no such service.</exception>
    public object Extension(Type contract)
    {
        if (_extensionContract != contract)
        {
            _extension = ActivationServices.GetRequiredService(contract);
            _extensionContract = contract;
        }

        return _extension!;
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{GrainId}@{Silo.Address}#{Registration.Activation} ({Class})";
}
