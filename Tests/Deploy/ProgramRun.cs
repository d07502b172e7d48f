using System.Diagnostics;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Deploy;

/// <summary>What a program of this machine did that ran to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ProgramRun(int ExitCode, string Out, string Error)
{
    public static async Task<ProgramRun> Of(string program, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
            start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(6 * RocketCluster.Patience);
            return new ProgramRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>Where a program is; skips the test, and says so, when it is not installed.</summary>
    public static string Find(string program)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            if (File.Exists(Path.Combine(folder, program)))
                return Path.Combine(folder, program);
        }

        Assert.Skip($"{program} is not installed");
        return program;
    }
}
