using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Embedded;
using Orleans.Internal;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Runtime.Providers;
using Orleans.Streams.Filtering;

namespace Orleans.Streams;

/// <summary>
/// Has one agent for each queue that the balancer gives to this silo. Changes are made one after another, in the manager's own turns.
/// </summary>
internal sealed partial class PullingManager : IStreamQueueBalanceListener
{
    private readonly PullingSettings _settings;
    private readonly IStreamQueueBalancer _balancer;
    private readonly SystemQueue _turns;
    private readonly Dictionary<QueueId, PullingAgent> _agents = [];
    private Task _lastChange = Task.CompletedTask;
    private StreamLifecycleOptions.RunState _state;

    private PullingManager(PullingSettings settings, IStreamQueueBalancer balancer)
    {
        _settings = settings;
        _balancer = balancer;
        _turns = new SystemQueue(settings.Silo.Environment.Work, settings.Silo.Gate);
    }

    public static PullingManager Create(
        string name,
        IServiceProvider services,
        SiloRuntime silo,
        StreamRegistry registry,
        IQueueAdapterFactory factory,
        IQueueAdapter adapter)
    {
        var randomness = silo.Environment.Randomness;
        var settings = new PullingSettings
        {
            Provider = name,
            Silo = silo,
            Registry = registry,
            Factory = factory,
            Adapter = adapter,
            Caches = factory.GetQueueAdapterCache(),
            Options = services.GetOptionsByName<StreamPullingAgentOptions>(name),
            Filter = services.GetKeyedService<IStreamFilter>(name),
            DeliveryBackoff = services.GetKeyedService<IMessageDeliveryBackoffProvider>(name) as IBackoffProvider
                ?? new ExponentialBackoff(randomness, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1)),
            ReadingBackoff = services.GetKeyedService<IQueueReaderBackoffProvider>(name) as IBackoffProvider
                ?? new ExponentialBackoff(randomness, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1)),
            Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger($"Orleans.Streams.{name}"),
        };
        return new PullingManager(
            settings, services.GetKeyedService<IStreamQueueBalancer>(name) ?? services.GetRequiredService<IStreamQueueBalancer>());
    }

    public Task Initialize() => _turns.Run(async () =>
    {
        await _balancer.Initialize(_settings.Factory.GetStreamQueueMapper());
        _balancer.SubscribeToQueueDistributionChangeEvents(this);
        _state = StreamLifecycleOptions.RunState.Initialized;
        return true;
    });

    public Task StartAgents() => _turns.Run(() => SetState(StreamLifecycleOptions.RunState.AgentsStarted));

    public Task StopAgents() => _turns.Run(() => SetState(StreamLifecycleOptions.RunState.AgentsStopped));

    /// <summary>Ends all agents, for as long as the token allows; on a silo that was killed there is nothing to end.</summary>
    public async Task Stop(CancellationToken cancellationToken)
    {
        if (_settings.Silo.Gate.IsClosed)
        {
            return;
        }

        var stopped = _turns.Run(async () =>
        {
            _balancer.UnSubscribeFromQueueDistributionChangeEvents(this);
            await SetState(StreamLifecycleOptions.RunState.AgentsStopped);
            await _balancer.Shutdown();
            return true;
        });

        // Not WaitAsync, which ends on the thread pool when it is cancelled.
        var cancelled = new Completion<bool>(_settings.Silo.Environment.Work);
        await using var registration = cancellationToken.Register(() => cancelled.TrySet(true));
        await Task.WhenAny(stopped, cancelled.Task);
    }

    public Task QueueDistributionChangeNotification() => _turns.Run(async () =>
    {
        await Change();
        return true;
    });

    public Task<object?> ExecuteCommand(PersistentStreamProviderCommand command) => _turns.Run<object?>(async () =>
    {
        switch (command)
        {
            case PersistentStreamProviderCommand.StartAgents:
                await SetState(StreamLifecycleOptions.RunState.AgentsStarted);
                return null;
            case PersistentStreamProviderCommand.StopAgents:
                await SetState(StreamLifecycleOptions.RunState.AgentsStopped);
                return null;
            case PersistentStreamProviderCommand.GetAgentsState:
                return _state;
            case PersistentStreamProviderCommand.GetNumberRunningAgents:
                return _agents.Count;
            default:
                throw new OrleansException($"PullingAgentManager does not support command {command}.");
        }
    });

    private async Task<bool> SetState(StreamLifecycleOptions.RunState state)
    {
        _state = state;
        await Change();
        return true;
    }

    private Task Change() => _lastChange = ChangeAfter(_lastChange);

    private async Task ChangeAfter(Task previous)
    {
        await previous;
        List<QueueId> wanted = _state == StreamLifecycleOptions.RunState.AgentsStarted ? [.. _balancer.GetMyQueues()] : [];
        var ending = _agents.Where(pair => !wanted.Contains(pair.Key)).ToList();
        ending.ForEach(pair => _agents.Remove(pair.Key));
        await Task.WhenAll(
            Task.WhenAll(ending.Select(static pair => pair.Value.Stop())),
            Task.WhenAll(wanted.Where(queue => !_agents.ContainsKey(queue)).ToList().Select(Start)));
        LogQueues(_settings.Logger, _agents.Count, _settings.Provider);
    }

    private async Task Start(QueueId queue)
    {
        try
        {
            var agent = new PullingAgent(_settings, queue, await _settings.Factory.GetDeliveryFailureHandler(queue));
            _agents.Add(queue, agent);
            await agent.Start();
        }
        catch (Exception exception)
        {
            // The adapter failed for this queue; the others are read nevertheless, and the next change tries it again.
            _agents.Remove(queue);
            LogNotStarted(_settings.Logger, exception, queue);
        }
    }

    [LoggerMessage(9110, LogLevel.Information, "This silo reads {Count} queues of the stream provider {Provider}.")]
    private static partial void LogQueues(ILogger logger, int count, string provider);

    [LoggerMessage(9111, LogLevel.Error, "The queue {Queue} is not read: its agent did not start.")]
    private static partial void LogNotStarted(ILogger logger, Exception exception, QueueId queue);
}
