using Microsoft.Extensions.Logging;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Replication;

/// <summary>
/// Brings leaders back to the stores that they prefer, gently: a store that has come back is given time to catch up and to prove itself,
/// and queues go one by one.
/// </summary>
internal sealed partial class LeaderBalance(
    Leaders leaders, LiveStores live, RouteCache routes, BrokerStore store, IGrainFactory grains, TimeProvider time, ILogger<LeaderBalance> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>A silo looks so often, and moves nothing until the membership has not changed for so long.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    /// <summary>A pause after each queue that was moved by itself, not by an operator.</summary>
    private static readonly TimeSpan Gentleness = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _stopped = new();
    private Task _balancing = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LeaderBalance), ServiceLifecycleStage.Active + 2, Start, Stop);

    /// <summary>Hands over every queue that prefers another store which runs and is in sync; returns how many.</summary>
    public async Task<int> Balance(TimeSpan pause)
    {
        var moved = 0;
        foreach (var queue in leaders.Queues)
        {
            if (_stopped.Task.IsCompleted)
                break;
            if (await Preferred(queue) is not { } preferred || !await HandOver(queue, preferred))
                continue;
            moved++;
            if (pause > TimeSpan.Zero)
                await Task.WhenAny(Task.Delay(pause, time), _stopped.Task);
        }

        if (moved > 0)
            LogMoved(moved, store.Name);
        return moved;
    }

    private Task Start(CancellationToken cancellationToken)
    {
        _balancing = Run();
        return Task.CompletedTask;
    }

    private Task Stop(CancellationToken cancellationToken)
    {
        _stopped.SetResult();
        return _balancing;
    }

    private async Task Run()
    {
        while (!_stopped.Task.IsCompleted)
        {
            var changed = live.Changed;
            await Task.WhenAny(Task.Delay(Period, time), _stopped.Task);
            if (!changed.IsCompleted && !_stopped.Task.IsCompleted)
                await Balance(Gentleness);
        }
    }

    /// <summary>The store that a queue prefers, when that is another one and it runs.</summary>
    private async ValueTask<string?> Preferred(QueueName queue)
    {
        var route = await routes.FindTopic(queue.Topic);
        if (route is null || route.Deleting || queue.Queue >= route.Queues.Count || route.Queues[queue.Queue].Stores is not { Count: > 1 } stores)
            return null;
        return stores[0] != store.Name && live.Find(stores[0]) is not null ? stores[0] : null;
    }

    private async Task<bool> HandOver(QueueName queue, string preferred)
    {
        try
        {
            var grain = grains.GetGrain<ITopicQueueGrain>(queue.ToString());
            if (!await grain.HandOver(preferred))
                return false;

            // The next call makes the preferred store lead; better this one than a client's.
            await grain.Describe();
            return true;
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            // It was about to move anyway; the next round looks again.
            return false;
        }
    }

    [LoggerMessage(2320, LogLevel.Information, "Handed the leadership of {Queues} queue(s) from store {Store} to the stores that they prefer")]
    private partial void LogMoved(int queues, string store);
}
