using System.CommandLine;
using OrleansRocket.Bench.Calls;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Messaging;
using OrleansRocket.Bench.Peers;
using OrleansRocket.Bench.Processes;
using OrleansRocket.Bench.Reports;
using OrleansRocket.Bench.Storage;
using OrleansRocket.Bench.Streams;

namespace OrleansRocket.Bench.Commands;

/// <summary>The command line: one command for each bench, and <c>all</c>.</summary>
internal static class BenchCommandLine
{
    private const int Failed = 1;
    private const int Misused = 2;
    private const int Unreachable = 3;
    private const int Interrupted = 130;

    /// <summary>How long stopping the brokers may take when the bench is interrupted.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private static readonly (IBench Bench, string Description)[] Benches =
    [
        (new LimitBench(), "What the machine itself can do: copying into mapped pages and memory, checksums, flushes, thread hops."),
        (new AppendBench(), "Appends batches to a queue's log, into fresh segments and into reused ones."),
        (new ReadBench(), "Reads a queue's log from the page cache: as it is, verified, and decoded record by record."),
        (new CallBench(), "Calls a grain in the same silo that does nothing."),
        (new ProduceBench(), "Sends through the SDK to a broker in a process of its own: awaited single messages, and batches."),
        (new ConsumeBench(), "Reads a topic through the SDK from a broker in a process of its own, as a consumer group."),
        (new PopBench(), "Receives and acknowledges through simple consumers of a broker in a process of its own."),
        (new LatencyBench(), "Sends one message after the other, each awaited, to a broker in a process of its own."),
        (new FilterBench(), "Reads the one message in a hundred that a filter on the broker lets through, and counts those that it looks at."),
        (new TopicsBench(), "Sends into one topic and into many, to a broker in a process of its own."),
    ];

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Takes the report, and nothing else.</param>
    /// <param name="errors">Takes errors, one line each.</param>
    /// <param name="progress">Is told what is being measured; null for nobody.</param>
    /// <param name="programs">Finds the servers of peers; null for this machine's.</param>
    /// <param name="cancellationToken">Interrupts it, as Ctrl-C does.</param>
    /// <returns>0; 1 when a bench failed; 2 for a command line that makes no sense; 3 when a cluster cannot be reached; 130 when it was
    /// interrupted.</returns>
    public static async Task<int> Run(
        string[] arguments, TextWriter output, TextWriter errors, Action<string>? progress = null, Programs? programs = null, CancellationToken cancellationToken = default)
    {
        var parsed = Root(new Surroundings(output, errors, progress ?? (_ => { }), programs ?? Programs.OfMachine())).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await errors.WriteLineAsync($"bench: {parsed.Errors[0].Message.ReplaceLineEndings(" ")}");
            return Misused;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopPatience };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("bench: interrupted");
            return Interrupted;
        }
        catch (RocketException failure) when (failure.Code == RocketError.ClusterUnavailable)
        {
            await errors.WriteLineAsync($"bench: {failure.Message.ReplaceLineEndings(" ")}");
            return Unreachable;
        }
        catch (Exception failure)
        {
            // The outermost frame: whoever typed the command wants to know what went wrong, not where in the code.
            await errors.WriteLineAsync($"bench: {failure.Message.ReplaceLineEndings(" ")}");
            return Failed;
        }
    }

    private static RootCommand Root(Surroundings surroundings)
    {
        var root = new RootCommand("Measures OrleansRocket, and prints every figure beside the limit of the machine.");
        foreach (var (bench, description) in Benches)
            root.Add(Command(bench.Name, description, defaultSeconds: 5, [bench], surroundings));
        root.Add(Command("all", "All of them, briefly.", defaultSeconds: 1, [.. Benches.Select(entry => entry.Bench)], surroundings));
        root.Add(Command("failover", "Kills the leader of a queue on three brokers, again and again, and measures how long nothing is acknowledged; and the same when it is stopped in order.", defaultSeconds: 5, [new FailoverBench()], surroundings));
        root.Add(Command("query", "Sends keyed messages, 10,000,000 by default, to a broker in a process of its own, with and without a key index, and finds them by key and by id.", defaultSeconds: 5, [new QueryBench()], surroundings));
        root.Add(Command("order", "Reads the same messages through handlers as they come and in the order of their groups, from a broker in a process of its own.", defaultSeconds: 5, [new OrderBench()], surroundings));
        root.Add(Command("hold", "Sends a million delayed messages to a broker in a process of its own, has 5,000 a second of them come due, and measures how late they are; and transactions beside plain sends.", defaultSeconds: 5, [new HoldBench()], surroundings));
        root.Add(Command("streams", "Sends a million events through a stream provider of 8 partitions to grains that count them, and through Orleans' memory streams where the engine has them.", defaultSeconds: 5, [new StreamsBench()], surroundings));
        root.Add(Command("idle", "Writes 10,000 queues of a broker in a process of its own once, and measures what they cost while nobody uses them.", defaultSeconds: 20, [new IdleBench()], surroundings));
        root.Add(Command("peers", "The same work for OrleansRocket, NATS JetStream, Redis Streams and RabbitMQ, as far as they are installed.", defaultSeconds: 5, [new PeersBench()], surroundings));
        return root;
    }

    private static Command Command(string name, string description, double defaultSeconds, IBench[] benches, Surroundings surroundings)
    {
        var command = new Command(name, description);
        var options = new OptionSet(defaultSeconds);
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wanted = options.Read(parsed);
            if (OptionSet.Problem(wanted) is { } problem)
            {
                await surroundings.Errors.WriteLineAsync($"bench: {problem}");
                return Misused;
            }

            var (report, hasFailed) = await Measure(benches, wanted, surroundings, cancellationToken);
            if (parsed.GetValue(options.Plot) is { } plot)
                await File.WriteAllTextAsync(plot, SvgChart.Draw(Charts.Of(report)), cancellationToken);
            if (parsed.GetValue(options.Json))
                JsonReport.Write(report, surroundings.Output);
            else
                TableReport.Write(report, surroundings.Output);
            return hasFailed ? Failed : 0;
        });
        return command;
    }

    private static async Task<(BenchReport Report, bool HasFailed)> Measure(IBench[] benches, BenchOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var run = new BenchRun(options, surroundings.Progress, surroundings.Programs);
        try
        {
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var bench in benches)
                    await bench.Run(run, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            // What fails once everything is being stopped is no news.
            throw new OperationCanceledException(failure.Message, failure, cancellationToken);
        }

        return (BenchReport.Of(machine, run), run.HasFailed);
    }

    /// <summary>What a command works with besides its options.</summary>
    private sealed record Surroundings(TextWriter Output, TextWriter Errors, Action<string> Progress, Programs Programs);
}
