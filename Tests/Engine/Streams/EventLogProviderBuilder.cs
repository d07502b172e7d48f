using Microsoft.Extensions.Configuration;
using Orleans.Providers;
using OrleansRocket.Tests.Engine.Streams;

[assembly: RegisterProvider("EventLog", "Streaming", "Silo", typeof(EventLogProviderBuilder))]
[assembly: RegisterProvider("EventLog", "Streaming", "Client", typeof(EventLogProviderBuilder))]

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Adds the test provider that configuration names.</summary>
public sealed class EventLogProviderBuilder : IProviderBuilder<ISiloBuilder>, IProviderBuilder<IClientBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddPersistentStreams(name!, EventLogAdapterFactory.Create, _ => { });

    public void Configure(IClientBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddPersistentStreams(name!, EventLogAdapterFactory.Create, null);
}
