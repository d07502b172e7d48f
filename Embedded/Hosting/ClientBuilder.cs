using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>The builder of a client.</summary>
internal sealed class ClientBuilder(IServiceCollection services, IConfiguration configuration)
    : EngineBuilder(services, configuration), IClientBuilder;
