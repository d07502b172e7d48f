using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>
/// Runs stages upwards at the start and downwards at the stop. Observers of one stage run side by side. A stage that
/// fails to start ends the start; the stop then covers the stages reached, that one included. A failing stop is logged
/// and the stop goes on, so that every stage below gets its chance to release files and locks.
/// </summary>
internal sealed partial class LifecycleSubject(ILogger logger) : ISiloLifecycle, IClusterClientLifecycle
{
    private readonly List<Subscription> _subscriptions = [];
    private int? _reached;

    public int HighestCompletedStage { get; private set; } = int.MinValue;

    public int LowestStoppedStage { get; private set; } = int.MaxValue;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (_reached.HasValue)
        {
            throw new InvalidOperationException("Lifecycle has already been started.");
        }

        var subscription = new Subscription(stage, observerName, observer);
        _subscriptions.Add(subscription);
        return subscription;
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        if (_reached.HasValue)
        {
            throw new InvalidOperationException("Lifecycle has already been started.");
        }

        _reached = int.MinValue;
        foreach (var group in _subscriptions.GroupBy(s => s.Stage).OrderBy(g => g.Key).ToList())
        {
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OrleansLifecycleCanceledException(
                    $"Lifecycle start canceled at stage '{group.Key}' by request.");
            }

            _reached = group.Key;
            await Task.WhenAll(group.Select(s => Begin(s, cancellationToken)));
            HighestCompletedStage = group.Key;
        }
    }

    public async Task Stop(CancellationToken cancellationToken)
    {
        if (_reached is not { } reached)
        {
            return;
        }

        var groups = _subscriptions.Where(s => s.Stage <= reached).GroupBy(s => s.Stage).OrderByDescending(g => g.Key);
        foreach (var group in groups.ToList())
        {
            await Task.WhenAll(group.Select(s => End(s, cancellationToken)));
            LowestStoppedStage = group.Key;
        }
    }

    private static async Task Begin(Subscription subscription, CancellationToken cancellationToken)
    {
        if (subscription.Observer is { } observer)
        {
            await observer.OnStart(cancellationToken);
        }
    }

    private async Task End(Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            if (subscription.Observer is { } observer)
            {
                await observer.OnStop(cancellationToken);
            }
        }
        catch (Exception exception)
        {
            // The outermost frame of an observer's stop: the stages below still have files and locks to release.
            LogStopFailed(logger, exception, subscription.Name, subscription.Stage);
        }
    }

    [LoggerMessage(9001, LogLevel.Warning, "'{Observer}' failed to stop at stage {Stage}; stopping goes on.")]
    private static partial void LogStopFailed(ILogger logger, Exception exception, string observer, int stage);

    private sealed class Subscription(int stage, string name, ILifecycleObserver observer) : IDisposable
    {
        public int Stage { get; } = stage;

        public string Name { get; } = name;

        public ILifecycleObserver? Observer { get; private set; } = observer;

        public void Dispose() => Observer = null;
    }
}
