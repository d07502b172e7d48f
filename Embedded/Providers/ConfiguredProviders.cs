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
        var wanted = section["ProviderType"] ?? "Default";
        var known = Known(GrainAssemblies.All(), kind, target);
        var found = Find(known, wanted);
        if (found is null)
        {
            // Nothing in code need refer to a provider that is only configured.
            known = Known(GrainAssemblies.Deployed(), kind, target);
            found = Find(known, wanted);
        }

        return found is not null
            ? (IProviderBuilder<TBuilder>)Activator.CreateInstance(found.Type)!
            : throw new OrleansConfigurationException(
                $"{section.Path}:ProviderType is '{wanted}', which is no {kind} provider of a {target}; known are: {string.Join(", ", known.Select(static each => each.Name).Order(StringComparer.Ordinal))}.");
    }

    private static RegisterProviderAttribute? Find(List<RegisterProviderAttribute> known, string wanted) =>
        known.Find(each => string.Equals(each.Name, wanted, StringComparison.OrdinalIgnoreCase));

    private static List<RegisterProviderAttribute> Known(IEnumerable<Assembly> assemblies, string kind, string target) =>
    [
        .. assemblies
            .SelectMany(static assembly => assembly.GetCustomAttributes<RegisterProviderAttribute>())
            .Where(each => each.Target == target && string.Equals(each.Kind, kind, StringComparison.OrdinalIgnoreCase)),
    ];
}
