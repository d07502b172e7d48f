using Microsoft.Extensions.Logging;
using OrleansRocket.Replication;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Holding;

/// <summary>
/// Keeps the grains that release held messages at work: nobody calls them when a message is due, and the silo of one may be gone. The first
/// live store of each queue of held messages looks after its grain.
/// </summary>
internal sealed partial class HoldWatch(LiveStores live, RouteCache routes, BrokerStore store, IGrainFactory grains, TimeProvider time, ILogger<HoldWatch> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>A grain whose silo is gone is woken elsewhere after so long.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource _stopped = new();

    /// <summary>The grains whose last wake-up is not answered yet: one that hangs must not keep the others asleep.</summary>
    private readonly Dictionary<QueueName, Task> _underWay = [];
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(HoldWatch), ServiceLifecycleStage.Active + 2, Start, Stop);

    private Task Start(CancellationToken cancellationToken)
    {
        _watching = Watch();
        return Task.CompletedTask;
    }

    private Task Stop(CancellationToken cancellationToken)
    {
        _stopped.SetResult();
        return _watching;
    }

    private async Task Watch()
    {
        while (!_stopped.Task.IsCompleted)
        {
            foreach (var queue in Queues())
            {
                if (_underWay.GetValueOrDefault(queue, Task.CompletedTask).IsCompleted)
                    _underWay[queue] = Wake(queue);
            }

            await Task.WhenAny(Task.Delay(Period, time), _stopped.Task);
        }
    }

    private List<QueueName> Queues()
    {
        var queues = new List<QueueName>();
        foreach (var topic in (ReadOnlySpan<string>)[SystemTopic.Timers, SystemTopic.Half])
        {
            if (routes.Table.FindTopic(topic) is not { Deleting: false } route)
                continue;
            foreach (var queue in route.Queues)
            {
                if (queue.Stores.FirstOrDefault(name => live.Find(name) is not null) == store.Name)
                    queues.Add(new QueueName(topic, queue.Queue));
            }
        }

        return queues;
    }

    private async Task Wake(QueueName queue)
    {
        try
        {
            await grains.GetGrain<IHoldGrain>(queue.ToString()).Wake();
        }
        catch (Exception failure)
        {
            LogWakeFailed(failure, queue);
        }
    }

    [LoggerMessage(2410, LogLevel.Debug, "The messages held in queue {Queue} cannot be released at the moment; trying again")]
    private partial void LogWakeFailed(Exception failure, QueueName queue);
}
