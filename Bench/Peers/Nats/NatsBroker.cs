using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Processes;

namespace OrleansRocket.Bench.Peers.Nats;

/// <summary>A NATS server with a stream of its own for each queue.</summary>
internal sealed class NatsBroker : IBroker
{
    /// <summary>Messages that a consumer asks for at once, of each stream.</summary>
    private const int PullBatch = 500;

    /// <summary>So many requests are open at a time, so that the server need not wait for the next one.</summary>
    private const int OpenPulls = 2;

    private const string StreamPrefix = "bench";

    private readonly ChildProcess _server;
    private readonly NatsConnection _connection;
    private readonly BenchOptions _options;
    private readonly byte[] _payload;
    private readonly byte[][] _subjects;
    private int _turn;
    private int _consumers;

    private NatsBroker(ChildProcess server, NatsConnection connection, BenchOptions options)
    {
        _server = server;
        _connection = connection;
        _options = options;
        _payload = MappedCopy.Block(options.MessageSize);
        _subjects = [.. Enumerable.Range(0, options.Queues).Select(queue => Encoding.ASCII.GetBytes(Stream(queue)))];
    }

    public TimeSpan Processor => _server.Processor;

    public static async Task<IBroker> Open(ChildProcess server, int port, BenchOptions options, CancellationToken cancellationToken)
    {
        var broker = new NatsBroker(server, await NatsConnection.Open(port, cancellationToken), options);
        for (var queue = 0; queue < options.Queues; queue++)
        {
            var stream = Stream(queue);
            var configuration = new JsonObject
            {
                ["name"] = stream,
                ["subjects"] = new JsonArray(stream),
                ["storage"] = "file",
                ["retention"] = "limits",
                ["num_replicas"] = 1,
            };
            await broker._connection.Request($"$JS.API.STREAM.CREATE.{stream}", configuration, cancellationToken);
        }

        return broker;
    }

    public async ValueTask Send(int sender, int messages, CancellationToken cancellationToken)
    {
        if (messages == 1)
        {
            await _connection.Publish(NextSubject(), _payload);
            return;
        }

        var subject = NextSubject();
        var acknowledgements = new Task[messages];
        for (var message = 0; message < messages; message++)
            acknowledgements[message] = _connection.Publish(subject, _payload);
        await Task.WhenAll(acknowledgements);
    }

    public async Task Consume(Consumption consumption, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var group = string.Create(CultureInfo.InvariantCulture, $"group{_consumers++}");
        var taken = new int[_options.Queues];
        var pulls = new byte[_options.Queues][];
        for (var queue = 0; queue < _options.Queues; queue++)
        {
            pulls[queue] = Encoding.ASCII.GetBytes($"$JS.API.CONSUMER.MSG.NEXT.{Stream(queue)}.{group}");
            var configuration = new JsonObject { ["durable_name"] = group, ["ack_policy"] = "all", ["deliver_policy"] = "all", ["max_ack_pending"] = 10 * PullBatch };
            var request = new JsonObject { ["stream_name"] = Stream(queue), ["config"] = configuration };
            await _connection.Request($"$JS.API.CONSUMER.DURABLE.CREATE.{Stream(queue)}.{group}", request, cancellationToken);
        }

        _connection.Delivered = (in NatsFrame frame) =>
        {
            if (frame.IsStatus)
                return;
            // A consumer's message keeps the subject under which it was published.
            _ = Utf8Parser.TryParse(frame.Subject[StreamPrefix.Length..], out int queue, out _);
            if (++taken[queue] % PullBatch == 0)
            {
                // Acknowledges this one and all before it.
                _connection.Send(frame.ReplyTo, "", "+ACK");
                Pull(queue);
            }

            if (!consumption.Take(frame.Payload.Length))
                done.TrySetResult();
        };
        for (var open = 0; open < OpenPulls; open++)
        {
            for (var queue = 0; queue < _options.Queues; queue++)
                Pull(queue);
        }

        await done.Task.WaitAsync(cancellationToken);
        _connection.Delivered = null;

        void Pull(int queue) => _connection.Send(pulls[queue], _connection.DeliverTo(queue), string.Create(CultureInfo.InvariantCulture, $"{{\"batch\":{PullBatch}}}"));
    }

    public async Task Clear(CancellationToken cancellationToken)
    {
        for (var queue = 0; queue < _options.Queues; queue++)
            await _connection.Request($"$JS.API.STREAM.PURGE.{Stream(queue)}", [], cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static string Stream(int queue) => string.Create(CultureInfo.InvariantCulture, $"{StreamPrefix}{queue}");

    private byte[] NextSubject() => _subjects[(uint)Interlocked.Increment(ref _turn) % (uint)_subjects.Length];
}
