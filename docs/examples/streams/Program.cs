using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansRocket.StreamExample;

// An Orleans application whose silo is also the broker. The stream provider is added by stream-example.json alone.
var data = Directory.CreateTempSubdirectory("rocket-streams-").FullName;
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "stream-example.json"));
builder.Services.AddLogging(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Error));
builder.UseOrleans(silo => silo
    .UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0)
    .AddOrleansRocket(rocket => rocket.DataDirectory = data));
using (var host = builder.Build())
{
    await host.StartAsync();
    await Run(host.Services.GetRequiredService<IClusterClient>());
    await host.StopAsync();
}

Directory.Delete(data, recursive: true);

static async Task Run(IClusterClient cluster)
{
    var orders = new OrderPlaced[] { new("ada", 10), new("bob", 5), new("ada", 20), new("cleo", 7), new("ada", 12), new("bob", 1) };
    var provider = cluster.GetStreamProvider("events");
    foreach (var order in orders)
    {
        // Returns when the event is stored.
        await provider.GetStream<OrderPlaced>(StreamId.Create(CustomerGrain.Namespace, order.Customer)).OnNextAsync(order);
    }

    foreach (var customer in orders.GroupBy(order => order.Customer))
    {
        var grain = cluster.GetGrain<ICustomerGrain>(customer.Key);
        while ((await grain.Total()).Orders < customer.Count())
            await Task.Delay(20);
        var (count, amount) = await grain.Total();
        Console.WriteLine($"{customer.Key}: {count} orders, {amount} in all");
    }
}

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
