using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace OrleansRocket.Failover;

/// <summary>
/// Looks several times a second whether a silo has gone from the cluster's list of gateways. Orleans fails the calls that a silo has under
/// way to a dead one, but not those of a client: their answers would be waited for until the response timeout.
/// </summary>
internal sealed partial class LostSilos(
    IGatewayListProvider gateways, IOptions<GatewayOptions> options, TimeProvider time, ILogger<LostSilos> logger)
    : ILifecycleParticipant<IClusterClientLifecycle>, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _lost = new();
    private Task _watching = Task.CompletedTask;
    private bool _isFailing;

    /// <summary>Is cancelled when the next silo is lost: whoever waits for an answer had better ask again.</summary>
    public CancellationToken Next => Volatile.Read(ref _lost).Token;

    public void Participate(IClusterClientLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LostSilos), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _stopping.Dispose();

    internal Task Start(CancellationToken cancellationToken)
    {
        _watching = Watch();
        return Task.CompletedTask;
    }

    internal async Task Stop(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching;
    }

    private async Task Watch()
    {
        HashSet<Uri>? known = null;
        long? again = null;
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                if (again is { } since && time.GetElapsedTime(since) > options.Value.GatewayListRefreshPeriod + Period)
                {
                    // Orleans uses a silo that hangs until it has read the list itself: what was sent meanwhile may be lost, too.
                    again = null;
                    GiveUp();
                }

                if (await Read() is not { } current)
                    continue;
                if (known?.Where(silo => !current.Contains(silo)).ToList() is { Count: > 0 } gone)
                {
                    LogLost(string.Join(", ", gone.Select(silo => silo.Authority)));
                    again = time.GetTimestamp();
                    GiveUp();
                }

                known = current;
            }
        }
        catch (OperationCanceledException)
        {
            // The client stops.
        }
    }

    private async Task<HashSet<Uri>?> Read()
    {
        try
        {
            var current = await gateways.GetGateways();
            _isFailing = false;
            return [.. current];
        }
        catch (Exception failure)
        {
            if (!_isFailing)
                LogFailed(failure);
            _isFailing = true;
            return null;
        }
    }

    private void GiveUp()
    {
        // Not disposed of: calls that begin at this moment may still look at it.
        Interlocked.Exchange(ref _lost, new CancellationTokenSource()).Cancel();
    }

    [LoggerMessage(3410, LogLevel.Information, "Silo {Silo} has left the cluster; calls without an answer are made again")]
    private partial void LogLost(string silo);

    [LoggerMessage(3411, LogLevel.Warning, "Cannot read which silos there are; trying again")]
    private partial void LogFailed(Exception failure);
}
