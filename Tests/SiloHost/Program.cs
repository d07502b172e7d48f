using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

// Arguments: the cluster directory, the cluster's id, the silo's name. Says "ready" when it serves, and ends with SIGTERM.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Services.AddLogging();
builder.UseOrleans(silo => silo
    .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = args[1])
    .Configure<SiloOptions>(options => options.SiloName = args[2])
    .UseClusterDirectory(args[0]));
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
await host.WaitForShutdownAsync();
