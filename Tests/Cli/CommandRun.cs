using OrleansRocket.Cli;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Tests.Cli;

/// <summary>What a command line did that ran in this process.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command line with nothing on standard input.</summary>
    public static Task<CommandRun> Of(params string[] args) => With(Stream.Null, CancellationToken.None, args);

    /// <summary>Runs a command line.</summary>
    public static async Task<CommandRun> With(Stream input, CancellationToken cancellationToken, params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var terminal = new Terminal { Out = output, Error = error, OpenInput = () => input };
        var exitCode = await RocketCommandLine.Run(args, terminal, cancellationToken);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Expects one line on standard error and nothing else, with that exit code.</summary>
    public void Refused(int exitCode, params string[] parts)
    {
        Assert.Equal(exitCode, ExitCode);
        var line = Assert.Single(ErrorLines);
        Assert.StartsWith("rocket: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", Error, StringComparison.Ordinal);
    }
}
