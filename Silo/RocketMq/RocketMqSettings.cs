using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.RocketMq;

/// <summary>Takes settings from one of RocketMQ's property files.</summary>
internal static class RocketMqSettings
{
    /// <summary>Whether a file is one, by its ending.</summary>
    public static bool IsPropertyFile(string path) => Path.GetExtension(path) is ".properties" or ".conf";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">Told of every key that has no meaning here.</param>
    /// <exception cref="RefusedException">It cannot be read, or a value is wrong.</exception>
    public static IReadOnlyList<GivenValue> Read(string path, Action<string> report)
    {
        var values = new List<GivenValue>();
        var group = new Dictionary<string, string>();
        foreach (var (name, text) in PropertyFile.Read(path))
        {
            if (!RocketMqKeys.All.TryGetValue(name, out var key))
            {
                report($"{path}: '{name}' has no meaning here and is ignored{Suggestion.For(name, RocketMqKeys.All.Keys)}");
                continue;
            }

            var translated = key.Translate(text) ?? throw RefusedException.Usage($"{path}: {name} is '{text}'; it must be {key.Limit}");
            if (key.IsOfGroup)
                group[name] = translated;
            else if (key.Setting is { } setting)
                values.Add(new GivenValue(setting, translated, "file", $"{path}: {name}"));
            else if (key.Ignored is { } why)
                report($"{path}: '{name}' has no meaning here and is ignored: {why}");
        }

        return [.. values, .. BrokerGroup.Translate(path, group, report)];
    }
}
