using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;

namespace OrleansRocket.Querying;

/// <summary>Follows queues side by side, without a group.</summary>
internal sealed class TopicTail(ClientContext context, IReadOnlyList<QueueName> queues, StartPosition from, FilterExpression filter) : IAsyncDisposable
{
    /// <summary>Messages that nobody has taken yet: queues are read no further while there are as many.</summary>
    private const int MaxWaiting = 1024;

    private static readonly TimeSpan ReadWait = TimeSpan.FromSeconds(10);

    private readonly Channel<StoredMessage> _messages = Channel.CreateBounded<StoredMessage>(MaxWaiting);
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;

    /// <summary>The messages; fails when a queue cannot be read for good.</summary>
    public async IAsyncEnumerable<StoredMessage> ReadAll([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Where to begin is found for all queues before anything is handed out: "from now on" is now.
        var starts = await Task.WhenAll(queues.Select(Begin));
        _following = Task.WhenAll(queues.Select((queue, index) => context.Run(() => Follow(queue, starts[index]))));
        await foreach (var message in _messages.Reader.ReadAllAsync(cancellationToken))
            yield return message;
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.Cancel();
        await _following;
        _stopping.Dispose();
    }

    private async Task<long> Begin(QueueName queue)
    {
        var grain = context.Queue(queue);
        return from.Kind switch
        {
            StartKind.Last => (await grain.Describe()).CommittedOffset,
            StartKind.Offset => from.Offset,
            StartKind.Time => await grain.FindOffset(from.Time),
            _ => (await grain.Describe()).StartOffset,
        };
    }

    private async Task Follow(QueueName queue, long offset)
    {
        var grain = context.Queue(queue);
        for (var failures = 0; !_stopping.IsCancellationRequested;)
        {
            try
            {
                var reply = await grain.Read(new ReadRequest { Offset = offset, Wait = ReadWait }.Where(filter), _stopping.Token);
                await HandOut(queue, offset, reply.Batches);
                offset = reply.NextOffset;
                failures = 0;
            }
            catch (Exception failure)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                if (!Transience.IsTransient(failure))
                {
                    _messages.Writer.TryComplete(failure);
                    return;
                }

                failures++;
                await Pause(failures);
            }
        }
    }

    private async Task HandOut(QueueName queue, long first, ReadOnlyMemory<byte> batches)
    {
        var messages = new List<StoredMessage>();
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            if ((batch.Attributes & BatchAttributes.Control) != 0)
                continue;
            foreach (var record in batch.Records)
            {
                if (record.Offset >= first && filter.Matches(record))
                    messages.Add(StoredMessage.Of(queue, record));
            }
        }

        foreach (var message in messages)
            await _messages.Writer.WriteAsync(message, _stopping.Token);
    }

    private async Task Pause(int failures)
    {
        try
        {
            await context.Delay(context.RetryDelay(failures), _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop sees it.
        }
    }
}
