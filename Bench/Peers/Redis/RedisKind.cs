using System.Globalization;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Processes;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Peers.Redis;

/// <summary>Redis Streams with an append-only file: Debian's <c>redis-server</c>, spoken to in its plain protocol.</summary>
internal sealed class RedisKind : IBrokerKind
{
    private const string Program = "redis-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Key => "redis";

    public string Name => "Redis Streams";

    public string AsyncMode => "append-only file, appendfsync everysec";

    public string SyncMode => "append-only file, appendfsync always";

    public string? Missing(BenchRun run) => run.Programs.Find(Program) is null ? "apt-get install redis-server" : null;

    public async Task<IBroker> Start(BenchRun run, FlushMode flush, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(run.Directory.Next("redis")).FullName;
        var port = FreePort.Next();
        var server = ChildProcess.Start(new ChildProgram(run.Programs.Find(Program)!)
        {
            // Neither snapshots nor rewrites of the file come in between: what remains is the append-only file alone.
            Arguments =
            [
                "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--dir", directory, "--save", "", "--daemonize", "no",
                "--appendonly", "yes", "--appendfsync", flush == FlushMode.Sync ? "always" : "everysec", "--auto-aof-rewrite-percentage", "0",
            ],
            Directory = directory,
        });
        try
        {
            await server.WaitForLine("Ready to accept connections", Patience, cancellationToken);
            return new RedisBroker(server, await RedisConnection.Open(port, cancellationToken), run.Options);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
