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
        const int EventsPerStream = 2500;
        const long Events = Streams * EventsPerStream;

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
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var start = TimeProvider.System.GetTimestamp();
        adapter.Go.SetResult();
        await Until.True(() => Task.FromResult(CountingGrain.Count - first >= Events), "all events are delivered");
        var took = TimeProvider.System.GetElapsedTime(start);
        var perEvent = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Events;
        var used = Environment.CpuUsage.TotalTime - processor;
        output.WriteLine($"{Events / took.TotalSeconds:N0} events a second, {used.TotalMicroseconds / Events:F2} us of processor time and {perEvent} bytes an event");
        Assert.Equal(first + Events, CountingGrain.Count);
        Assert.True(perEvent <= LimitPerEvent, $"{perEvent} bytes an event; the limit is {LimitPerEvent}.");
        await host.StopAsync();
    }
}
