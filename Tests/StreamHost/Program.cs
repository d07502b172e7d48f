using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansRocket.StreamHost;

// Arguments: a directory for everything, the silo's name, the names of all silos. Says "ready" when it serves, and ends with SIGTERM.
var (directory, name, all) = (args[0], args[1], args[2].Split(','));
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Services.AddLogging();
builder.Services.AddSingleton(new Notes(Path.Combine(directory, $"{name}.notes")));
builder.UseOrleans(silo => silo
    .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = "streams")
    .Configure<SiloOptions>(options => options.SiloName = name)
    .UseClusterDirectory(Path.Combine(directory, "cluster"))
    .AddOrleansRocket(rocket =>
    {
        rocket.DataDirectory = Path.Combine(directory, name);
        rocket.MetadataStores = all;
    })
    .AddRocketStreams(NotingGrain.Provider, streams => NotingGrain.Configure(streams, all.Length)));
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
await host.WaitForShutdownAsync();
