using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace OrleansRocket.Bench.Reports;

/// <summary>Where the figures come from: without it they mean nothing.</summary>
internal sealed record Machine
{
    /// <summary>The processor's name, or its architecture where that is all we know.</summary>
    public required string Processor { get; init; }

    /// <summary>The cores that this process may use.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>The memory that this process may use, in bytes.</summary>
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The operating system.</summary>
    public string OperatingSystem { get; init; } = RuntimeInformation.OSDescription;

    /// <summary>The version of .NET.</summary>
    public string Runtime { get; init; } = RuntimeInformation.FrameworkDescription;

    /// <summary>The engine that runs the grains.</summary>
    public required string Engine { get; init; }

    /// <summary>The commit from which this was built; null when it was not built from a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>The load average of the last minute when the run began: well above 0, other work took its share of the cores. Null where the
    /// system does not tell.</summary>
    public double? LoadAtStart { get; init; }

    /// <summary>Asks this machine.</summary>
    public static Machine Describe() => new()
    {
        Processor = FirstLine("/proc/cpuinfo", "model name")?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Engine = DescribeEngine(typeof(Grain).Assembly),
        Commit = CommitOf(typeof(Machine).Assembly),
        LoadAtStart = FirstLine("/proc/loadavg", "") is { } load ? double.Parse(load.Split(' ')[0], CultureInfo.InvariantCulture) : null,
    };

    /// <summary>The machine in two lines.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{Processor}, {Cores} cores, {MemoryBytes / 1e9:F1} GB, {OperatingSystem}\n{Runtime}, engine {Engine}, commit {Commit ?? "unknown"}, load {LoadAtStart?.ToString("F1", CultureInfo.InvariantCulture) ?? "unknown"} at start");

    private static string DescribeEngine(Assembly grains) => grains.GetName().Name!.StartsWith("Orleans.", StringComparison.Ordinal)
        ? $"Microsoft Orleans {grains.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version}"
        : "Embedded";

    /// <summary>The compiler appends the commit to the informational version, behind a plus sign.</summary>
    private static string? CommitOf(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? null : version[(plus + 1)..][..Math.Min(12, version.Length - plus - 1)];
    }

    private static string? FirstLine(string path, string beginning) => File.Exists(path)
        ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal))
        : null;
}
