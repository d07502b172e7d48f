using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace OrleansRocket.Silo.Failover;

/// <summary>
/// When a connection to another silo ends, looks whether that silo's process is still there, and has it declared dead when it surely is not:
/// its machine refuses connections to its port, several times in a row. One that hangs, collects garbage or cannot be reached is never
/// refused; it is left to Orleans' probes. So is more than half of the cluster: whoever is refused by that many may be the one who is cut off.
/// </summary>
internal sealed partial class GoneSiloWatch(
    ILocalSiloDetails self, IClusterMembershipService membership, TimeProvider time, ILogger<GoneSiloWatch> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>So many refusals in a row are no accident.</summary>
    private const int Refusals = 3;

    /// <summary>A process that has just been killed may still be on its way out.</summary>
    private const int Tries = 10;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>What ends sooner was no connection between silos but such a look, and if everybody looked for that, nobody would ever stop.</summary>
    private static readonly TimeSpan ShortestConnection = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _ended = new(0);
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(GoneSiloWatch), ServiceLifecycleStage.Active, Start, Stop);

    /// <summary>Takes notice of the end of each connection between silos.</summary>
    public void Observe(IConnectionBuilder connections) => connections.Use(next => async connection =>
    {
        var begun = time.GetTimestamp();
        try
        {
            await next(connection);
        }
        finally
        {
            Ended(time.GetElapsedTime(begun));
        }
    });

    /// <summary>A connection has ended.</summary>
    /// <param name="lasted">How long it lasted.</param>
    /// <returns>Whether that is a reason to look.</returns>
    internal bool Ended(TimeSpan lasted)
    {
        if (lasted < ShortestConnection)
            return false;
        _ended.Release();
        return true;
    }

    private Task Start(CancellationToken cancellationToken)
    {
        _watching = Watch();
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching;
    }

    private async Task Watch()
    {
        try
        {
            while (true)
            {
                await _ended.WaitAsync(_stopping.Token);
                while (_ended.Wait(0))
                {
                    // Connections that end together are one reason to look.
                }

                await Look();
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task Look()
    {
        try
        {
            var active = membership.CurrentSnapshot.Members.Values.Where(static member => member.Status == SiloStatus.Active).ToList();
            var others = active.Where(member => !member.SiloAddress.Equals(self.SiloAddress)).ToList();
            var isGone = await Task.WhenAll(others.Select(member => IsGone(member.SiloAddress.Endpoint)));
            var gone = others.Where((_, index) => isGone[index]).ToList();
            if (gone.Count * 2 > active.Count)
            {
                LogTooMany(gone.Count, active.Count);
                return;
            }

            foreach (var member in gone)
            {
                LogGone(member.Name, member.SiloAddress.Endpoint);
                await membership.TryKill(member.SiloAddress);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
        }
    }

    /// <summary>Whether nobody listens at an address.</summary>
    private async Task<bool> IsGone(IPEndPoint address)
    {
        var refusals = 0;
        for (var attempt = 0; attempt < Tries && refusals < Refusals; attempt++)
        {
            if (attempt > 0)
                await Task.Delay(RetryDelay, time, _stopping.Token);
            refusals = await IsRefused(address) ? refusals + 1 : 0;
        }

        return refusals == Refusals;
    }

    private async Task<bool> IsRefused(IPEndPoint address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(ConnectPatience);
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            return false;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(5300, LogLevel.Warning, "Broker {Broker} is gone: nobody listens at {Address}. It is declared dead")]
    private partial void LogGone(string broker, IPEndPoint address);

    [LoggerMessage(5301, LogLevel.Warning, "{Gone} of {Active} brokers refuse connections; whether they are dead is left to the probes")]
    private partial void LogTooMany(int gone, int active);

    [LoggerMessage(5302, LogLevel.Warning, "Cannot see whether other brokers are gone; that is left to the probes")]
    private partial void LogFailed(Exception failure);
}
