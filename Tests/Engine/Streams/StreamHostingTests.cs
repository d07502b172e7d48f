using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Providers;
using Orleans.Providers.Streams.Common;
using Orleans.Storage;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Hosts of one's own; each test has its own ports, since real silos open them.</summary>
public sealed class StreamHostingTests
{
    private static int _port = 31000 + (Environment.ProcessId % 2000 * 4);

    private static (int Silo, int Gateway) Ports()
    {
        var port = Interlocked.Add(ref _port, 2);
        return (port, port + 1);
    }

    private static IHost BuildSilo(Dictionary<string, string?> settings, Action<ISiloBuilder>? configure = null)
    {
        var (port, gateway) = Ports();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gateway, null, "s", $"c{port}");
            configure?.Invoke(silo);
        });
        return builder.Build();
    }

    [Fact]
    public async Task Configuration_alone_adds_a_provider_and_its_storage()
    {
        using var host = BuildSilo(new()
        {
            ["Orleans:Streaming:events:ProviderType"] = "EventLog",
            ["Orleans:GrainStorage:PubSubStore:ProviderType"] = "Memory",
        });
        await host.StartAsync();
        var inbox = Inbox.NewName();
        var client = host.Services.GetRequiredService<IClusterClient>();
        var stream = StreamId.Create("hosting", inbox);
        var grain = client.GetGrain<IListenerGrain>(inbox);
        await grain.ResumeAlways("events", stream);
        await grain.Subscribe("events", stream, null, null);
        await client.GetStreamProvider("events").GetStream<string>(stream).OnNextAsync("a");
        await Inbox.Of(inbox).Expect("a");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_provider_without_storage_for_subscriptions_does_not_start()
    {
        using var host = BuildSilo([], silo => silo.AddPersistentStreams("events", EventLogAdapterFactory.Create, _ => { }));
        var exception = await Assert.ThrowsAsync<OrleansConfigurationException>(() => host.StartAsync());
        Assert.Contains("PubSubStore", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_with_implicit_subscriptions_only_needs_no_storage_and_takes_no_others()
    {
        using var host = BuildSilo([], silo => silo.AddPersistentStreams(
            "events", EventLogAdapterFactory.Create, streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly)));
        await host.StartAsync();
        var inbox = Inbox.NewName();
        var client = host.Services.GetRequiredService<IClusterClient>();
        var stream = client.GetStreamProvider("events").GetStream<string>(ImplicitGrain.Namespace, inbox);
        await stream.OnNextAsync("a");
        await Inbox.Of(inbox).Expect("a");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => stream.SubscribeAsync((IAsyncObserver<string>)new InboxObserver(inbox)));
        await host.StopAsync();
    }

    [Fact]
    public async Task Agents_are_stopped_and_started_by_commands()
    {
        using var host = BuildSilo([], silo => silo
            .AddMemoryGrainStorage("events")
            .AddPersistentStreams("events", EventLogAdapterFactory.Create, _ => { }));
        await host.StartAsync();
        var control = host.Services.GetRequiredKeyedService<IControllable>("events");
        Assert.Equal(4, await control.ExecuteCommand((int)PersistentStreamProviderCommand.GetNumberRunningAgents, null));
        await control.ExecuteCommand((int)PersistentStreamProviderCommand.StopAgents, null);
        Assert.Equal(0, await control.ExecuteCommand((int)PersistentStreamProviderCommand.GetNumberRunningAgents, null));
        await control.ExecuteCommand((int)PersistentStreamProviderCommand.StartAgents, null);
        Assert.Equal(4, await control.ExecuteCommand((int)PersistentStreamProviderCommand.GetNumberRunningAgents, null));
        await host.StopAsync();
    }

    [Fact]
    public async Task Storage_in_memory_keeps_states_and_refuses_older_versions()
    {
        using var host = BuildSilo([], silo => silo.AddMemoryGrainStorage("states"));
        await host.StartAsync();
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>("states");
        var grain = GrainId.Create("kind", "key");
        var state = new GrainState<List<string>>();
        await storage.ReadStateAsync("x", grain, state);
        Assert.False(state.RecordExists);
        state.State = ["a"];
        await storage.WriteStateAsync("x", grain, state);
        var again = new GrainState<List<string>>();
        await storage.ReadStateAsync("x", grain, again);
        Assert.True(again.RecordExists);
        Assert.Equal(["a"], again.State!);
        again.State!.Add("b");
        await storage.WriteStateAsync("x", grain, again);
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => storage.WriteStateAsync("x", grain, state));
        await storage.ClearStateAsync("x", grain, again);
        await storage.ReadStateAsync("x", grain, again);
        Assert.False(again.RecordExists);
        await host.StopAsync();
    }
}
