using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansRocket.Bench.Reports;

/// <summary>The report for machines.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(BenchReport report, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(report, Options));
}
