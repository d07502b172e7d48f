using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Configures a provider by its name.</summary>
public class NamedServiceConfigurator : INamedServiceConfigurator
{
    /// <summary>Creates it.</summary>
    public NamedServiceConfigurator(string name, Action<Action<IServiceCollection>> configureDelegate)
    {
        Name = name;
        ConfigureDelegate = configureDelegate;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Action<Action<IServiceCollection>> ConfigureDelegate { get; }
}
