using System.Text.Json;
using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.Configuration;

/// <summary>Settings in a file like <c>appsettings.json</c>: an object <c>Rocket</c>, and nothing else.</summary>
internal static class JsonSettingsFile
{
    public const string DefaultName = "appsettings.json";
    private const string Section = "Rocket";

    /// <summary>Reads a file.</summary>
    /// <exception cref="RefusedException">It cannot be read, is no JSON, or has a key that is no setting.</exception>
    public static IEnumerable<GivenValue> Read(string path)
    {
        using var document = Parse(path);
        var values = new List<(string Key, string Text)>();
        Flatten(document.RootElement, "", values, path);
        return [.. values.Select(value => new GivenValue(Find(value.Key, path), value.Text, "file", $"{path}: {value.Key}"))];
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException wrong)
        {
            throw RefusedException.Usage($"{path} is not JSON: {wrong.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw RefusedException.Usage($"configuration file {path} cannot be read: {unreadable.Message}");
        }
    }

    private static void Flatten(JsonElement element, string key, List<(string Key, string Text)> values, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Flatten(property.Value, key.Length == 0 ? property.Name : $"{key}:{property.Name}", values, path);
                break;
            case JsonValueKind.Array:
                if (Settings.All.FirstOrDefault(setting => Is(setting, key)) is not { IsList: true })
                    throw RefusedException.Usage($"{path}: {key} is a list; it must be a single value");
                values.Add((key, string.Join(',', element.EnumerateArray())));
                break;
            case JsonValueKind.Null:
                break;
            default:
                if (key.Length == 0)
                    throw RefusedException.Usage($"{path} must hold an object with the section '{Section}'");
                values.Add((key, element.ToString()));
                break;
        }
    }

    private static Setting Find(string key, string path) =>
        Settings.All.FirstOrDefault(setting => Is(setting, key))
        ?? throw RefusedException.Usage($"{path}: '{key}' is no setting{Suggestion.For(key, Settings.All.Select(FullKey))}");

    private static bool Is(Setting setting, string key) => FullKey(setting).Equals(key, StringComparison.OrdinalIgnoreCase);

    private static string FullKey(Setting setting) => $"{Section}:{setting.Key}";
}
