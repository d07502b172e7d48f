using System.Diagnostics;
using OrleansRocket.Tests.Tidy;

namespace OrleansRocket.Tests.Protocol;

/// <summary>The replication protocol's model holds within small bounds, and each protocol that is broken on purpose is caught.</summary>
public sealed class ModelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string Script = Path.Combine(Repository.Root, "docs", "protocol", "check.sh");

    [Fact]
    public async Task The_model_holds_reaches_its_goals_and_catches_every_mutant()
    {
        foreach (var program in (string[])["bash", "spin", "gcc"])
        {
            if (!IsInstalled(program))
                Assert.Skip($"{program} is not installed: apt-get install spin gcc libc6-dev");
        }

        var (exit, output) = await Run(Script, "short");
        Assert.True(exit == 0, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("all as expected", lines[^1]);
        Assert.Equal(2, lines.Count(line => line.EndsWith("holds (exhaustive)", StringComparison.Ordinal)));
        string[] mutants = ["SKIP_PROMISE", "ACK_BEFORE_MAJORITY", "COUNT_OLD_EPOCH", "ADOPT_OWN", "CUT_BY_LENGTH", "CUT_AGAIN", "EPOCHS_AHEAD", "BY_NUMBER"];
        Assert.All(mutants, mutant => Assert.Contains(lines, line => line.StartsWith($"mutant {mutant} ", StringComparison.Ordinal) && line.Contains("caught: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_call_that_the_script_does_not_know_is_a_usage_error()
    {
        if (!IsInstalled("bash"))
            Assert.Skip("bash is not installed");
        var (exit, output) = await Run(Script, "sideways");
        Assert.Equal(2, exit);
        Assert.StartsWith("usage: check.sh ", output, StringComparison.Ordinal);
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<(int Exit, string Output)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
