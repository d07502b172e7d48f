using System.Globalization;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Processes;

namespace OrleansRocket.Bench.Peers.Redis;

/// <summary>A Redis server with a stream for each queue.</summary>
internal sealed class RedisBroker(ChildProcess server, RedisConnection connection, BenchOptions options) : IBroker
{
    private readonly string[] _keys = [.. Enumerable.Range(0, options.Queues).Select(queue => string.Create(CultureInfo.InvariantCulture, $"bench{queue}"))];
    private readonly byte[][] _adds = [.. Enumerable.Range(0, options.Queues)
        .Select(queue => RespCommand.Add(string.Create(CultureInfo.InvariantCulture, $"bench{queue}"), MappedCopy.Block(options.MessageSize)))];

    private int _turn;
    private int _groups;

    public TimeSpan Processor => server.Processor;

    public async ValueTask Send(int sender, int messages, CancellationToken cancellationToken)
    {
        var add = _adds[(uint)Interlocked.Increment(ref _turn) % (uint)_adds.Length];
        if (messages == 1)
        {
            await connection.Send(add);
            return;
        }

        var answers = new Task[messages];
        for (var message = 0; message < messages; message++)
            answers[message] = connection.Send(add);
        await Task.WhenAll(answers);
    }

    public async Task Consume(Consumption consumption, CancellationToken cancellationToken)
    {
        var group = string.Create(CultureInfo.InvariantCulture, $"group{_groups++}");
        foreach (var key in _keys)
            await connection.Send(RespCommand.Of("XGROUP", "CREATE", key, group, "0", "MKSTREAM")).WaitAsync(cancellationToken);
        await new RedisReader(connection, consumption, group, _keys).Run().WaitAsync(cancellationToken);
    }

    public async Task Clear(CancellationToken cancellationToken) => await connection.Send(RespCommand.Of("FLUSHALL", "ASYNC")).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await server.DisposeAsync();
    }
}
