using OrleansRocket.Bench.Brokers;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Peers.RabbitMq;

/// <summary>RabbitMQ with durable queues, persistent messages and publisher confirms: Debian's <c>rabbitmq-server</c>.</summary>
internal sealed class RabbitKind : IBrokerKind
{
    public string Key => "rabbitmq";

    public string Name => "RabbitMQ";

    public string AsyncMode => "durable classic queues, persistent messages, publisher confirms";

    public string SyncMode => "durable quorum queues of one member: the write-ahead log is synchronised before a confirm";

    public string? Missing(BenchRun run) =>
        RabbitServer.Find(run.Programs) is null ? "apt-get install rabbitmq-server" : null;

    public async Task<IBroker> Start(BenchRun run, FlushMode flush, CancellationToken cancellationToken)
    {
        var server = await RabbitServer.Start(run, cancellationToken);
        try
        {
            return await RabbitBroker.Open(server, run.Options, isQuorum: flush == FlushMode.Sync, cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
