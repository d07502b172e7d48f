using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

var name = new Option<string>("--name") { Required = true };
var data = new Option<string>("--data") { Required = true };
var cluster = new Option<string>("--cluster") { Required = true };
var directory = new Option<string>("--cluster-dir") { Required = true };
var root = new RootCommand("The broker.") { name, data, cluster, directory };
root.SetAction(async (arguments, cancellationToken) =>
{
    var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
    builder.Services.AddSingleton<IHostLifetime, Microsoft.Extensions.Hosting.Internal.ConsoleLifetime>();
    builder.UseOrleans(silo => silo
        .Configure<ClusterOptions>(options => options.ClusterId = arguments.GetValue(cluster)!)
        .Configure<SiloOptions>(options => options.SiloName = arguments.GetValue(name)!)
        .UseClusterDirectory(arguments.GetValue(directory)!)
        .AddOrleansRocket(rocket => rocket.DataDirectory = arguments.GetValue(data)));
    using var host = builder.Build();
    await host.StartAsync(cancellationToken);
    Console.WriteLine($"ready {arguments.GetValue(name)}");
    await host.WaitForShutdownAsync(cancellationToken);
});
return await root.Parse(args).InvokeAsync();
