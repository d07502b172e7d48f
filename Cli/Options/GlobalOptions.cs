using System.CommandLine;

namespace OrleansRocket.Cli.Options;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print results as JSON, one value a line",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Show on standard error what goes on inside",
        Recursive = true,
    };
}
