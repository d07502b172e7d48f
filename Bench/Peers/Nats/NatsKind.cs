using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Processes;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Peers.Nats;

/// <summary>NATS JetStream with file storage: Debian's <c>nats-server</c>, spoken to in its plain protocol.</summary>
internal sealed class NatsKind : IBrokerKind
{
    private const string Program = "nats-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Key => "nats";

    public string Name => "NATS JetStream";

    public string AsyncMode => "streams in files, synchronised every 2 minutes (the default)";

    public string SyncMode => "streams in files, sync_interval: always";

    public string? Missing(BenchRun run) => run.Programs.Find(Program) is null ? "apt-get install nats-server" : null;

    /// <summary>Before 2.10 the server has no option that makes it synchronise each message; asked to check a configuration, it says so.</summary>
    public async Task<string?> MissingSyncMode(BenchRun run, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(run.Directory.Next("nats-check")).FullName;
        var configuration = await Configure(directory, FreePort.Next(), FlushMode.Sync, cancellationToken);
        await using var check = ChildProcess.Start(new ChildProgram(run.Programs.Find(Program)!) { Arguments = ["-t", "-c", configuration] });
        var exit = await check.WaitForExit(Patience, cancellationToken);
        return exit == 0 ? null : "this version of nats-server has no sync_interval: always (2.10 and later have it)";
    }

    public async Task<IBroker> Start(BenchRun run, FlushMode flush, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(run.Directory.Next("nats")).FullName;
        var port = FreePort.Next();
        var server = ChildProcess.Start(new ChildProgram(run.Programs.Find(Program)!)
        {
            Arguments = ["-c", await Configure(directory, port, flush, cancellationToken)],
            Directory = directory,
        });
        try
        {
            await server.WaitForLine("Server is ready", Patience, cancellationToken);
            return await NatsBroker.Open(server, port, run.Options, cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task<string> Configure(string directory, int port, FlushMode flush, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, "nats.conf");
        var always = flush == FlushMode.Sync ? ", sync_interval: always" : "";
        await File.WriteAllTextAsync(path, FormattableString.Invariant($"listen: 127.0.0.1:{port}\njetstream {{ store_dir: \"{directory}/data\"{always} }}\n"), cancellationToken);
        return path;
    }
}
