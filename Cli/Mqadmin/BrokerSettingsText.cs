using System.Text;
using System.Text.Json;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>A broker's settings as one line of JSON: an object with the broker's name and an object of all settings.</summary>
internal static class BrokerSettingsText
{
    /// <summary>Writes it.</summary>
    public static string Json(string broker, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("broker", broker);
            json.WriteStartObject("settings");
            foreach (var (name, value) in settings)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
