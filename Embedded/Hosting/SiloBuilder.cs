using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>The builder of a silo.</summary>
internal sealed class SiloBuilder(IServiceCollection services, IConfiguration configuration)
    : EngineBuilder(services, configuration), ISiloBuilder;
