using Microsoft.Extensions.Logging;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Replication;

/// <summary>
/// A broker that starts sees to it that its replicas catch up: leaders that are active notice it by themselves, those that have gone to
/// sleep are woken up. From then on it sees to it that replicas in which damage was met are filled anew, though nothing is sent to their queues.
/// </summary>
internal sealed partial class CatchUp(RouteCache routes, BrokerStore store, IGrainFactory grains, TimeProvider time, ILogger<CatchUp> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>So many leaders are woken up at a time: others want to be served meanwhile.</summary>
    private const int Parallel = 16;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Damage is looked for so often.</summary>
    private static readonly TimeSpan MendPeriod = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _stopped = new();
    private Task _waking = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(CatchUp), ServiceLifecycleStage.Active + 2, Start, Stop);

    private Task Start(CancellationToken cancellationToken)
    {
        _waking = Run();
        return Task.CompletedTask;
    }

    private Task Stop(CancellationToken cancellationToken)
    {
        _stopped.SetResult();
        return _waking;
    }

    private async Task Run()
    {
        while (routes.RegisteredAt is null && !_stopped.Task.IsCompleted)
            await Pause(RetryDelay);
        await WakeLeaders();
        while (!_stopped.Task.IsCompleted)
        {
            await Pause(MendPeriod);
            if (!_stopped.Task.IsCompleted && store.IsOpen)
                await Task.WhenAll(store.Log.DamagedQueues().Select(queue => Mend(new QueueName(queue.Topic, queue.Queue))));
        }
    }

    private async Task Mend(QueueName queue)
    {
        try
        {
            if ((await routes.StoresOf(queue)).Count < 2)
                return;
            LogMending(queue, store.Name);
            await grains.GetGrain<ITopicQueueGrain>(queue.ToString()).Mend(store.Name);
        }
        catch (Exception failure) when (Transience.IsTransient(failure) || failure is RocketException)
        {
            // The next round tries again.
        }
    }

    private async Task WakeLeaders()
    {
        var queues = routes.Table.Topics.Where(topic => !topic.Deleting)
            .SelectMany(topic => topic.Queues.Where(queue => queue.Stores.Count > 1 && queue.Stores.Contains(store.Name))
                .Select(queue => new QueueName(topic.Config.Topic, queue.Queue)))
            .ToList();
        var woken = 0;
        foreach (var some in queues.Chunk(Parallel))
        {
            if (_stopped.Task.IsCompleted)
                return;
            woken += (await Task.WhenAll(some.Select(Wake))).Count(static isAwake => isAwake);
        }

        if (queues.Count > 0)
            LogWoken(store.Name, woken, queues.Count);
    }

    private async Task<bool> Wake(QueueName queue)
    {
        for (var attempt = 0; attempt < 5 && !_stopped.Task.IsCompleted; attempt++)
        {
            try
            {
                await grains.GetGrain<ITopicQueueGrain>(queue.ToString()).Describe();
                return true;
            }
            catch (Exception failure) when (Transience.IsTransient(failure) || failure is RocketException)
            {
                await Pause(RetryDelay);
            }
        }

        return false;
    }

    private async Task Pause(TimeSpan delay) => await Task.WhenAny(Task.Delay(delay, time), _stopped.Task);

    [LoggerMessage(2322, LogLevel.Warning, "The replica of queue {Queue} on store {Store} is damaged: it is filled anew")]
    private partial void LogMending(QueueName queue, string store);

    [LoggerMessage(2321, LogLevel.Information, "Store {Store} catches up: {Woken} of {Queues} leaders know of it")]
    private partial void LogWoken(string store, int woken, int queues);
}
