using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A balancer that follows the membership of the cluster.</summary>
public abstract partial class QueueBalancerBase : IStreamQueueBalancer
{
    private readonly Lock _lock = new();
    private readonly List<IStreamQueueBalanceListener> _listeners = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly IClusterMembershipService _membership;
    private Task _following = Task.CompletedTask;

    /// <summary>Creates it with the silo's services.</summary>
    protected QueueBalancerBase(IServiceProvider sp, ILogger logger)
    {
        _membership = sp.GetRequiredService<IClusterMembershipService>();
        SiloAddress = sp.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        Logger = logger;
    }

    /// <summary>Cancelled when the balancer ends.</summary>
    protected CancellationToken Cancellation => _ending.Token;

    /// <summary>This silo.</summary>
    protected SiloAddress SiloAddress { get; }

    /// <summary>The logger.</summary>
    protected ILogger Logger { get; }

    /// <inheritdoc/>
    public abstract IEnumerable<QueueId> GetMyQueues();

    /// <inheritdoc/>
    public virtual Task Initialize(IStreamQueueMapper queueMapper)
    {
        _following = Follow();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual async Task Shutdown()
    {
        End();
        await _following;
    }

    /// <inheritdoc/>
    public bool SubscribeToQueueDistributionChangeEvents(IStreamQueueBalanceListener observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        lock (_lock)
        {
            if (_listeners.Contains(observer))
            {
                return false;
            }

            _listeners.Add(observer);
            return true;
        }
    }

    /// <inheritdoc/>
    public bool UnSubscribeFromQueueDistributionChangeEvents(IStreamQueueBalanceListener observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        lock (_lock)
        {
            return _listeners.Remove(observer);
        }
    }

    /// <summary>Called with the active silos, at first and whenever they change.</summary>
    protected abstract void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos);

    /// <summary>Tells the listeners that this silo's queues may have changed.</summary>
    protected Task NotifyListeners()
    {
        lock (_lock)
        {
            return Cancellation.IsCancellationRequested
                ? Task.CompletedTask
                : Task.WhenAll(_listeners.Select(static listener => listener.QueueDistributionChangeNotification()));
        }
    }

    // Not CancelAsync, which goes to the thread pool.
    private void End() => _ending.Cancel();

    private async Task Follow()
    {
        HashSet<SiloAddress> known = [];
        try
        {
            await foreach (var snapshot in _membership.MembershipUpdates.WithCancellation(Cancellation))
            {
                HashSet<SiloAddress> active = [.. MembershipView.ActiveIn(snapshot)];
                if (!active.SetEquals(known))
                {
                    known = active;
                    Tell(active);
                }
            }
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            // The balancer ends.
        }
    }

    private void Tell(HashSet<SiloAddress> active)
    {
        try
        {
            OnClusterMembershipChange(active);
        }
        catch (Exception exception)
        {
            // The balancer's own code; the next change may go better.
            LogChangeFailed(Logger, exception);
        }
    }

    [LoggerMessage(9129, LogLevel.Error, "A change of the active silos was not taken into account.")]
    private static partial void LogChangeFailed(ILogger logger, Exception exception);
}
