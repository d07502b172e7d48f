using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansRocket.Routing;

namespace OrleansRocket.Tracing;

/// <summary>
/// Writes what happens to messages of traced topics, beside the work and never in its way: who writes a trace does not wait, and what is too much is
/// dropped and counted. A client whose topics are not traced has nothing of this but the look at a number.
/// </summary>
internal sealed partial class TraceWriter(ClientContext context, ClientRoutes routes) : IAsyncDisposable
{
    /// <summary>So many traces wait at most, about 10 MiB.</summary>
    internal const int MaxWaiting = 20_000;

    private const int MaxBatch = 1_000;

    private readonly Lock _gate = new();
    private readonly ILogger _logger = context.Loggers.CreateLogger<TraceWriter>();
    private Channel<MessageTrace>? _waiting;
    private RocketProducer? _producer;
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private volatile bool _isClosing;

    /// <summary>Whether the messages of a topic are traced.</summary>
    public bool IsOn(string topic) => routes.Table is { HasTraces: true } table && table.FindTopic(topic) is { Config.Trace: true };

    /// <summary>Whether there may be messages in a topic that are traced: those that are tried again are in another one than they were sent to.</summary>
    public bool MayBeOn(string topic) => routes.Table.HasTraces && (SystemTopic.IsRetry(topic) || IsOn(topic));

    /// <summary>Takes in a trace.</summary>
    public void Write(MessageTrace trace)
    {
        lock (_gate)
        {
            _waiting ??= Channel.CreateBounded<MessageTrace>(MaxWaiting);
            if (!_waiting.Writer.TryWrite(trace))
            {
                ClientMetrics.TraceDropped(1);
                return;
            }

            if (_isWriting)
                return;
            _isWriting = true;
            _writing = context.Run(WriteAll);
        }
    }

    /// <summary>Waits until what was taken in is written or dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        Task writing;
        lock (_gate)
            writing = _writing;
        await writing;
        if (_producer is { } producer)
            await producer.DisposeAsync();
    }

    private async Task WriteAll()
    {
        _producer ??= new RocketProducer(context, routes, new ProducerOptions());
        while (Next() is { } traces)
        {
            try
            {
                await _producer.SendBatchAsSystem(traces.ConvertAll(Message));
            }
            catch (Exception failure)
            {
                ClientMetrics.TraceDropped(traces.Count);
                LogDropped(failure, traces.Count);

                // Who closes does not wait for a cluster that is away, batch after batch.
                if (_isClosing)
                    DropAll();
            }
        }
    }

    private void DropAll()
    {
        lock (_gate)
        {
            var dropped = 0;
            while (_waiting!.Reader.TryRead(out _))
                dropped++;
            ClientMetrics.TraceDropped(dropped);
        }
    }

    /// <summary>What waits, up to a batch; null when there is nothing, and the writing ends.</summary>
    private List<MessageTrace>? Next()
    {
        lock (_gate)
        {
            var next = new List<MessageTrace>();
            while (next.Count < MaxBatch && _waiting!.Reader.TryRead(out var trace))
                next.Add(trace);
            _isWriting = next.Count > 0;
            return _isWriting ? next : null;
        }
    }

    private static RocketMessage Message(MessageTrace trace) => new()
    {
        Topic = SystemTopic.Trace,
        Keys = trace.MessageId is { } id ? [id] : [],
        Tag = trace.Kind.ToString(),
        Body = TraceRecord.Body(trace),
    };

    [LoggerMessage(3330, LogLevel.Warning, "{Count} traces of messages could not be written and are lost")]
    private partial void LogDropped(Exception failure, int count);
}
