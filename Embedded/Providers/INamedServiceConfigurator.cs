using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Configures a provider by its name.</summary>
public interface INamedServiceConfigurator
{
    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>Changes the services.</summary>
    Action<Action<IServiceCollection>> ConfigureDelegate { get; }
}
