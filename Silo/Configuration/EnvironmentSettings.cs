using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.Configuration;

/// <summary>Settings in environment variables: <c>ROCKET__</c> and the key, with <c>__</c> for <c>:</c>.</summary>
internal static class EnvironmentSettings
{
    public const string Prefix = "ROCKET__";

    /// <summary>The command line's variable for the cluster directory, which brokers take as well.</summary>
    public const string SharedClusterDirectory = "ROCKET_CLUSTER_DIR";

    public static IEnumerable<GivenValue> Read(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue(SharedClusterDirectory, out var directory) && directory.Length > 0)
            yield return Given(Settings.ClusterDirectory, directory, SharedClusterDirectory);
        foreach (var (variable, text) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            var setting = Settings.All.FirstOrDefault(setting => setting.Variable.Equals(variable, StringComparison.OrdinalIgnoreCase))
                ?? throw RefusedException.Usage($"environment variable '{variable}' is no setting{Suggestion.For(variable, Settings.All.Select(known => known.Variable))}");
            yield return Given(setting, text, variable);
        }
    }

    private static GivenValue Given(Setting setting, string text, string variable) => new(setting, text, "environment", $"environment variable {variable}");
}
