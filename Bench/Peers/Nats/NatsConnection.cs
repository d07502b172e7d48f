using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansRocket.Bench.Peers.Nats;

/// <summary>A connection to a NATS server: requests, each answered at an inbox of its own, and messages of consumers.</summary>
internal sealed class NatsConnection : PipelinedConnection
{
    private const int AnswersSubscription = 1;
    private const int DeliveriesSubscription = 2;

    private static int _inboxes;

    private readonly string _inbox = $"_INBOX.{Environment.ProcessId}-{Interlocked.Increment(ref _inboxes)}";
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _publishes = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<string>> _requests = new();
    private long _numbers;

    /// <summary>Takes the messages of consumers; runs on the thread that receives.</summary>
    public NatsDelivery? Delivered { get; set; }

    /// <summary>The inbox at which consumers' messages are expected, with the number of a consumer behind it.</summary>
    public string DeliverTo(int consumer) => string.Create(CultureInfo.InvariantCulture, $"{_inbox}.d.{consumer}");

    public static async Task<NatsConnection> Open(int port, CancellationToken cancellationToken)
    {
        var connection = new NatsConnection();
        await connection.Connect(port, cancellationToken);
        connection.WriteText(string.Create(CultureInfo.InvariantCulture,
            $"CONNECT {{\"verbose\":false,\"pedantic\":false,\"headers\":true,\"lang\":\"rocket-bench\",\"version\":\"1\"}}\r\nSUB {connection._inbox}.a.* {AnswersSubscription}\r\nSUB {connection._inbox}.d.* {DeliveriesSubscription}\r\nPING\r\n"));
        await connection._ready.Task.WaitAsync(cancellationToken);
        return connection;
    }

    /// <summary>Publishes into a stream; completes when the stream has acknowledged it.</summary>
    public Task Publish(byte[] subject, byte[] payload)
    {
        var number = Interlocked.Increment(ref _numbers);
        // Continues on the receiving thread: the next message of this sender joins the send that follows.
        var promise = new TaskCompletionSource();
        _publishes[number] = promise;
        WritePublish(subject, number, payload);
        return promise.Task;
    }

    /// <summary>Asks the server's JetStream API.</summary>
    /// <exception cref="InvalidOperationException">It answers with an error.</exception>
    public async Task<string> Request(string subject, JsonObject body, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _numbers);
        var promise = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[number] = promise;
        WritePublish(Encoding.ASCII.GetBytes(subject), number, Encoding.UTF8.GetBytes(body.ToJsonString()));
        var answer = await promise.Task.WaitAsync(cancellationToken);
        using var parsed = JsonDocument.Parse(answer);
        return parsed.RootElement.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException($"NATS refuses {subject}: {error.GetRawText()}")
            : answer;
    }

    /// <summary>Publishes without expecting an answer, which may go to another inbox.</summary>
    public void Send(ReadOnlySpan<byte> subject, string replyTo, string payload)
    {
        Write(
            new Publication(subject, replyTo, Encoding.UTF8.GetBytes(payload)),
            static (output, publication) =>
            {
                output.Write("PUB "u8);
                output.Write(publication.Subject);
                output.Write(" "u8);
                if (publication.ReplyTo.Length > 0)
                    output.Write(Encoding.ASCII.GetBytes(publication.ReplyTo + " "));
                WriteNumber(output, publication.Payload.Length);
                output.Write("\r\n"u8);
                output.Write(publication.Payload);
                output.Write("\r\n"u8);
            });
    }

    protected override int Handle(ReadOnlySpan<byte> received)
    {
        var handled = 0;
        while (NatsParser.TryRead(received[handled..], out var frame, out var length))
        {
            handled += length;
            Handle(frame);
        }

        return handled;
    }

    protected override void Fail(Exception failure)
    {
        _ready.TrySetException(failure);
        foreach (var number in _publishes.Keys)
        {
            if (_publishes.TryRemove(number, out var promise))
                promise.TrySetException(failure);
        }

        foreach (var number in _requests.Keys)
        {
            if (_requests.TryRemove(number, out var promise))
                promise.TrySetException(failure);
        }
    }

    private void Handle(in NatsFrame frame)
    {
        switch (frame.Kind)
        {
            case NatsFrameKind.Message when frame.Subscription == DeliveriesSubscription:
                Delivered?.Invoke(frame);
                break;
            case NatsFrameKind.Message:
                Answer(frame);
                break;
            case NatsFrameKind.Ping:
                WriteText("PONG\r\n");
                break;
            case NatsFrameKind.Pong:
                _ready.TrySetResult();
                break;
            case NatsFrameKind.Error:
                throw new InvalidDataException($"NATS says {Encoding.UTF8.GetString(frame.Payload)}");
        }
    }

    private void Answer(in NatsFrame frame)
    {
        var digits = frame.Subject[(frame.Subject.LastIndexOf((byte)'.') + 1)..];
        if (!Utf8Parser.TryParse(digits, out long number, out _))
            throw new InvalidDataException($"an answer at {Encoding.ASCII.GetString(frame.Subject)}");
        if (_publishes.TryRemove(number, out var publish))
        {
            if (frame.IsStatus || frame.Payload.IndexOf("\"error\""u8) >= 0)
                publish.TrySetException(new InvalidOperationException($"NATS refuses a message: {Encoding.UTF8.GetString(frame.IsStatus ? frame.Headers : frame.Payload)}"));
            else
                publish.TrySetResult();
        }
        else if (_requests.TryRemove(number, out var request))
        {
            if (frame.IsStatus)
                request.TrySetException(new InvalidOperationException($"NATS refuses a request: {Encoding.UTF8.GetString(frame.Headers)}"));
            else
                request.TrySetResult(Encoding.UTF8.GetString(frame.Payload));
        }
    }

    private void WritePublish(byte[] subject, long number, byte[] payload) => Write(
        (Subject: subject, Inbox: _inbox, Number: number, Payload: payload),
        static (output, publication) =>
        {
            output.Write("PUB "u8);
            output.Write(publication.Subject);
            output.Write(" "u8);
            output.Advance(Encoding.ASCII.GetBytes(publication.Inbox, output.GetSpan(publication.Inbox.Length)));
            output.Write(".a."u8);
            WriteNumber(output, publication.Number);
            output.Write(" "u8);
            WriteNumber(output, publication.Payload.Length);
            output.Write("\r\n"u8);
            output.Write(publication.Payload);
            output.Write("\r\n"u8);
        });

    private void WriteText(string text) => Write(text, static (output, text) => output.Write(Encoding.ASCII.GetBytes(text)));

    private static void WriteNumber(IBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var length);
        output.Advance(length);
    }

    private readonly ref struct Publication(ReadOnlySpan<byte> subject, string replyTo, byte[] payload)
    {
        public ReadOnlySpan<byte> Subject { get; } = subject;

        public string ReplyTo { get; } = replyTo;

        public byte[] Payload { get; } = payload;
    }
}

/// <summary>Takes a message of a consumer.</summary>
internal delegate void NatsDelivery(in NatsFrame frame);
