using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OrleansRocket.Tests.Client.Failover;

public sealed class EngineClientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_of_Orleans_that_is_added_after_the_SDK_is_refused(bool isLate)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        if (isLate)
            builder.Services.AddOrleansRocketClient();
        builder.UseOrleansClient(client => client.UseLocalhostClustering());
        if (!isLate)
            builder.Services.AddOrleansRocketClient();
        using var host = builder.Build();

        var failure = Record.Exception(host.Services.GetRequiredService<RocketClient>);

        Assert.Equal(isLate ? RocketError.Configuration : null, (failure as RocketException)?.Code);
        Assert.Equal(isLate, failure is not null);
    }
}
