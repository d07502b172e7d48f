using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using OrleansRocket.Failover;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Failover;

public sealed class LostSilosTests : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new();
    private readonly Gateways _gateways = new("127.0.0.1:1", "127.0.0.1:2");
    private readonly LostSilos _silos;

    public LostSilosTests()
    {
        var options = Options.Create(new GatewayOptions { GatewayListRefreshPeriod = TimeSpan.FromSeconds(1) });
        _silos = new LostSilos(_gateways, options, _time, NullLogger<LostSilos>.Instance);
        _silos.Start(CancellationToken.None);
    }

    [Fact]
    public async Task When_a_silo_leaves_calls_are_given_up_at_once_and_again_when_Orleans_must_have_noticed()
    {
        await Look();
        var lost = _silos.Next;
        _gateways.Become("127.0.0.1:2");

        await LookUntil(lost);
        var again = _silos.Next;

        Assert.False(again.IsCancellationRequested);
        await LookUntil(again);
        var later = _silos.Next;
        for (var tick = 0; tick < 8; tick++)
            await Look();
        Assert.False(later.IsCancellationRequested);
    }

    [Fact]
    public async Task A_silo_that_joins_disturbs_no_call()
    {
        await Look();
        var lost = _silos.Next;
        _gateways.Become("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3");

        for (var tick = 0; tick < 8; tick++)
            await Look();

        Assert.False(lost.IsCancellationRequested);
    }

    public async ValueTask DisposeAsync()
    {
        await _silos.Stop(CancellationToken.None);
        _silos.Dispose();
    }

    private async Task Look()
    {
        var reads = _gateways.Reads;
        _time.Advance(Tick);
        await Until.True(() => Task.FromResult(_gateways.Reads > reads), "the list is read");
    }

    private Task LookUntil(CancellationToken lost) => Until.True(
        () =>
        {
            _time.Advance(Tick);
            return Task.FromResult(lost.IsCancellationRequested);
        },
        "calls are given up");
}
