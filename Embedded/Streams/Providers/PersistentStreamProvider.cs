using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream provider over an adapter. On a silo it has a manager of the agents that read the queues.</summary>
internal sealed class PersistentStreamProvider : IStreamProvider, IControllable, ILifecycleParticipant<ISiloLifecycle>, ILifecycleParticipant<IClusterClientLifecycle>
{
    private readonly IServiceProvider _services;
    private readonly StreamRuntime _runtime;
    private readonly StreamLifecycleOptions _lifecycle;
    private IQueueAdapterFactory? _factory;
    private IQueueAdapter? _adapter;
    private PullingManager? _manager;

    public PersistentStreamProvider(string name, IServiceProvider services, StreamRuntime runtime)
    {
        Name = name;
        _services = services;
        _runtime = runtime;
        _lifecycle = services.GetOptionsByName<StreamLifecycleOptions>(name);
        Registry = new StreamRegistry(
            runtime.Calls, runtime.ImplicitSubscribers, services.GetOptionsByName<StreamPubSubOptions>(name).PubSubType);
    }

    public string Name { get; }

    public bool IsRewindable => Adapter.IsRewindable;

    public StreamRegistry Registry { get; }

    /// <summary>The adapter, to produce with.</summary>
    /// <exception cref="InvalidOperationException">The provider only reads, or has not started.</exception>
    public IQueueAdapter Producing => Adapter.Direction == StreamProviderDirection.ReadOnly
        ? throw new InvalidOperationException($"Stream provider {Name} is ReadOnly.")
        : Adapter;

    private IQueueAdapter Adapter => _adapter
        ?? throw new InvalidOperationException($"The stream provider '{Name}' has not started; that happens in stage {_lifecycle.InitStage}.");

    public static IStreamProvider Create(IServiceProvider services, string name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentNullException(nameof(name), "The name of a stream provider is empty.");
        }

        return new PersistentStreamProvider(name, services, services.GetRequiredService<StreamRuntime>());
    }

    public static ILifecycleParticipant<TLifecycle> ParticipateIn<TLifecycle>(IServiceProvider services, string name)
        where TLifecycle : ILifecycleObservable =>
        (ILifecycleParticipant<TLifecycle>)services.GetRequiredKeyedService<IStreamProvider>(name);

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        _runtime.Current.StreamOf<T>(new QualifiedStreamId(Name, streamId), this);

    /// <summary>The caller's request context, for the adapter to store; null if it is empty.</summary>
    public Dictionary<string, object>? ExportContext()
    {
        if (RequestContext.Current is not { } values)
        {
            return null;
        }

        var exported = _runtime.Calls.Copier.Copy(values)!;
        if (exported.ContainsKey(RequestContext.CallChainKey))
        {
            // A chain of calls has ended when the event is delivered.
            exported = exported.Where(static pair => pair.Key != RequestContext.CallChainKey).ToDictionary();
        }

        return exported.Count == 0 ? null : exported;
    }

    public Task<object?> ExecuteCommand(int command, object? arg)
    {
        switch (command)
        {
            case >= (int)PersistentStreamProviderCommand.AdapterCommandStartRange and <= (int)PersistentStreamProviderCommand.AdapterCommandEndRange
                when _adapter is IControllable adapter:
                return adapter.ExecuteCommand(command, arg);
            case >= (int)PersistentStreamProviderCommand.AdapterFactoryCommandStartRange and <= (int)PersistentStreamProviderCommand.AdapterFactoryCommandEndRange
                when _factory is IControllable factory:
                return factory.ExecuteCommand(command, arg);
            default:
                return _manager?.ExecuteCommand((PersistentStreamProviderCommand)command)
                    ?? throw new ArgumentException($"The stream provider '{Name}' has no agents here that could run command {command}.", nameof(command));
        }
    }

    public void Participate(ISiloLifecycle lifecycle) => Participate((ILifecycleObservable)lifecycle);

    public void Participate(IClusterClientLifecycle lifecycle) => Participate((ILifecycleObservable)lifecycle);

    private void Participate(ILifecycleObservable lifecycle)
    {
        var name = $"{nameof(PersistentStreamProvider)}-{Name}";
        lifecycle.Subscribe(name, _lifecycle.InitStage, Init);
        lifecycle.Subscribe(name, _lifecycle.StartStage, Start, Close);
    }

    private async Task Init(CancellationToken cancellationToken)
    {
        _factory = _services.GetRequiredKeyedService<IQueueAdapterFactory>(Name);
        _adapter = await _factory.CreateAdapter(cancellationToken);
    }

    private async Task Start(CancellationToken cancellationToken)
    {
        if (_runtime.Calls is SiloRuntime silo && Adapter.Direction is StreamProviderDirection.ReadOnly or StreamProviderDirection.ReadWrite)
        {
            _manager = PullingManager.Create(Name, _services, silo, Registry, _factory!, Adapter);
            await _manager.Initialize();
            if (_lifecycle.StartupState == StreamLifecycleOptions.RunState.AgentsStarted)
            {
                await _manager.StartAgents();
            }
        }
    }

    private Task Close(CancellationToken cancellationToken) => _manager?.Stop(cancellationToken) ?? Task.CompletedTask;
}
