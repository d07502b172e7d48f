using System.CommandLine;
using OrleansRocket.Bench.Calls;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Messaging;
using OrleansRocket.Bench.Reports;
using OrleansRocket.Bench.Storage;

namespace OrleansRocket.Bench.Commands;

/// <summary>The command line: one command for each bench, and <c>all</c>.</summary>
internal static class BenchCommandLine
{
    private const int Failed = 1;
    private const int Misused = 2;

    private static readonly (IBench Bench, string Description)[] Benches =
    [
        (new LimitBench(), "What the machine itself can do: copying into mapped pages and memory, checksums, flushes, thread hops."),
        (new AppendBench(), "Appends batches to a queue's log, into fresh segments and into reused ones."),
        (new ReadBench(), "Reads a queue's log from the page cache: as it is, verified, and decoded record by record."),
        (new CallBench(), "Calls a grain in the same silo that does nothing."),
        (new ProduceBench(), "Sends through the SDK to a broker in this process: awaited single messages, and batches."),
        (new ConsumeBench(), "Reads a topic through the SDK from a broker in this process, as a consumer group."),
    ];

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Takes the report, and nothing else.</param>
    /// <param name="errors">Takes errors, one line each.</param>
    /// <param name="progress">Is told what is being measured; null for nobody.</param>
    /// <returns>0; 1 when a bench failed; 2 for a command line that makes no sense.</returns>
    public static async Task<int> Run(string[] arguments, TextWriter output, TextWriter errors, Action<string>? progress = null)
    {
        var parsed = Root(output, errors, progress).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await errors.WriteLineAsync($"bench: {parsed.Errors[0].Message.ReplaceLineEndings(" ")}");
            return Misused;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("bench: cancelled");
            return Failed;
        }
        catch (Exception failure)
        {
            // The outermost frame: whoever typed the command wants to know what went wrong, not where in the code.
            await errors.WriteLineAsync($"bench: {failure.Message.ReplaceLineEndings(" ")}");
            return Failed;
        }
    }

    private static RootCommand Root(TextWriter output, TextWriter errors, Action<string>? progress)
    {
        var root = new RootCommand("Measures OrleansRocket in one process, and prints every figure beside the limit of the machine.");
        foreach (var (bench, description) in Benches)
            root.Add(Command(bench.Name, description, defaultSeconds: 5, [bench], output, errors, progress));
        root.Add(Command("all", "All of them, briefly.", defaultSeconds: 1, [.. Benches.Select(entry => entry.Bench)], output, errors, progress));
        return root;
    }

    private static Command Command(string name, string description, double defaultSeconds, IBench[] benches, TextWriter output, TextWriter errors, Action<string>? progress)
    {
        var command = new Command(name, description);
        var options = new OptionSet(defaultSeconds);
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => Measure(benches, options.Read(parsed), parsed.GetValue(options.Json), output, errors, progress, cancellationToken));
        return command;
    }

    private static async Task<int> Measure(
        IBench[] benches, BenchOptions options, bool json, TextWriter output, TextWriter errors, Action<string>? progress, CancellationToken cancellationToken)
    {
        if (OptionSet.Problem(options) is { } problem)
        {
            await errors.WriteLineAsync($"bench: {problem}");
            return Misused;
        }

        var machine = Machine.Describe();
        using var run = new BenchRun(options, progress ?? (_ => { }));
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var bench in benches)
                await bench.Run(run, cancellationToken);
        }

        var report = BenchReport.Of(machine, run);
        if (json)
            JsonReport.Write(report, output);
        else
            TableReport.Write(report, output);
        return 0;
    }
}
