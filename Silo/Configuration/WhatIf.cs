using System.Text.Json;

namespace OrleansRocket.Silo.Configuration;

/// <summary>Shows what holds, and where each value comes from.</summary>
internal static class WhatIf
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static void Print(EffectiveConfiguration configuration, TextWriter output, bool isJson)
    {
        if (isJson)
            output.WriteLine(Json(configuration));
        else
            PrintTable(configuration, output);
    }

    private static void PrintTable(EffectiveConfiguration configuration, TextWriter output)
    {
        var keyWidth = Settings.All.Max(setting => setting.Key.Length);
        var valueWidth = Settings.All.Max(setting => Value(configuration, setting).Length);
        foreach (var setting in Settings.All)
            output.WriteLine($"{setting.Key.PadRight(keyWidth)}  {Value(configuration, setting).PadRight(valueWidth)}  {configuration.Given(setting)?.Origin ?? "default"}");
    }

    private static string Json(EffectiveConfiguration configuration)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Indented))
        {
            json.WriteStartObject();
            foreach (var setting in Settings.All)
            {
                json.WriteStartObject(setting.Key);
                json.WriteString("value", configuration.Given(setting)?.Text ?? setting.DefaultText);
                json.WriteString("source", configuration.Given(setting)?.Source ?? "default");
                json.WriteString("origin", configuration.Given(setting)?.Origin);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Value(EffectiveConfiguration configuration, Setting setting) => configuration.Given(setting)?.Text ?? setting.DefaultText ?? "-";
}
