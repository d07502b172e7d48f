using System.Reflection;
using Microsoft.Extensions.Configuration;
using Orleans.Runtime;

namespace Orleans.Providers;

/// <summary>Adds the providers that configuration names: sections such as <c>Orleans:Streaming:NAME</c> with a <c>ProviderType</c>.</summary>
internal static class ConfiguredProviders
{
    private static readonly string[] Kinds = ["Streaming", "GrainStorage"];

    /// <exception cref="OrleansConfigurationException">A type of provider is not known; the message names those that are.</exception>
    public static void Add<TBuilder>(TBuilder builder, IConfiguration configuration, string target)
    {
        foreach (var kind in Kinds)
        {
            foreach (var section in configuration.GetSection("Orleans").GetSection(kind).GetChildren())
            {
                Find<TBuilder>(kind, section, target).Configure(builder, section.Key, section);
            }
        }
    }

    private static IProviderBuilder<TBuilder> Find<TBuilder>(string kind, IConfigurationSection section, string target)
    {
        var known = GrainAssemblies.All()
            .SelectMany(static assembly => assembly.GetCustomAttributes<RegisterProviderAttribute>())
            .Where(each => each.Target == target && string.Equals(each.Kind, kind, StringComparison.OrdinalIgnoreCase))
            .ToList();
        var wanted = section["ProviderType"] ?? "Default";
        var found = known.Find(each => string.Equals(each.Name, wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new OrleansConfigurationException(
                $"{section.Path}:ProviderType is '{wanted}', which is no {kind} provider of a {target}; known are: {string.Join(", ", known.Select(static each => each.Name).Order(StringComparer.Ordinal))}.");
        return (IProviderBuilder<TBuilder>)Activator.CreateInstance(found.Type)!;
    }
}
