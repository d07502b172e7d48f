using Microsoft.Extensions.Hosting;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Engine;

namespace OrleansRocket.Tests.Embedded.Streams;

/// <summary>What the delivery of an event costs if the adapter costs nothing. The speed is printed, the allocation is gated.</summary>
[Collection(AloneCollection.Name)]
public sealed class DeliverySpeedTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_delivery_to_a_grain_of_the_silo_allocates_little()
    {
        const int Streams = 64;
        const int EventsPerStream = 5000;
        const long Events = Streams * EventsPerStream;
        const long WarmUp = Events / 4;

        // The adapter's own part of it are a batch, a token, a pair and its list: about 170 bytes.
        const int LimitPerEvent = 1200;
        var adapter = new FreeAdapter(
            "free", [.. Enumerable.Range(0, Streams).Select(i => StreamId.Create(CountingGrain.Namespace, $"s{i}"))], EventsPerStream);
        using var host = new HostBuilder()
            .UseOrleans(silo => silo
                .UseLocalhostClustering(clusterId: Gates.NewName())
                .AddPersistentStreams("free", (_, _) => adapter, streams => streams.ConfigureStreamPubSub(Orleans.Streams.StreamPubSubType.ImplicitOnly)))
            .Build();
        await host.StartAsync();
        var first = CountingGrain.Count;
        adapter.Go.SetResult();
        await Until.True(() => Task.FromResult(CountingGrain.Count - first >= WarmUp), "the code is warm");
        var begun = CountingGrain.Count;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var start = TimeProvider.System.GetTimestamp();
        await Until.True(() => Task.FromResult(CountingGrain.Count - first >= Events), "all events are delivered");
        var took = TimeProvider.System.GetElapsedTime(start);
        var measured = first + Events - begun;
        var perEvent = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / measured;
        var used = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / measured;
        output.WriteLine($"{measured / took.TotalSeconds:N0} events a second, {used:F2} us of processor time and {perEvent} bytes an event");
        Assert.Equal(first + Events, CountingGrain.Count);
        Assert.True(perEvent <= LimitPerEvent, $"{perEvent} bytes an event; the limit is {LimitPerEvent}.");
        await host.StopAsync();
    }
}
