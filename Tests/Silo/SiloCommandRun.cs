using OrleansRocket.Silo.Commands;

namespace OrleansRocket.Tests.Silo;

/// <summary>What a command line of the broker did that ran in this process and ended by itself.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record SiloCommandRun(int ExitCode, string Out, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<SiloCommandRun> Of(params string[] args) => In(null, null, args);

    /// <summary>Runs a command line in a directory, with an environment.</summary>
    public static async Task<SiloCommandRun> In(string? settingsDirectory, Dictionary<string, string>? environment, params string[] args)
    {
        await using var output = new LockedWriter();
        await using var error = new LockedWriter();
        var exitCode = await SiloCommandLine.Run(args, Terminal(output, error, settingsDirectory, environment, _ => { }));
        return new SiloCommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Expects one line on standard error and nothing else, with that exit code.</summary>
    public void Refused(int exitCode, params string[] parts)
    {
        var line = Assert.Single(ErrorLines);
        Assert.StartsWith("rocket-silo: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", line, StringComparison.Ordinal);
        Assert.Equal(exitCode, ExitCode);
        Assert.Empty(Out);
    }

    internal static SiloTerminal Terminal(
        TextWriter output, TextWriter error, string? settingsDirectory, Dictionary<string, string>? environment, Action<Action> onSignal) => new()
        {
            Out = output,
            Error = error,
            Environment = environment ?? [],
            SettingsDirectories = settingsDirectory is null ? [] : [settingsDirectory],
            OnSignal = stop =>
            {
                onSignal(stop);
                return new MemoryStream();
            },
        };
}
