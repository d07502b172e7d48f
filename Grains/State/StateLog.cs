using System.Text;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;

namespace OrleansRocket.State;

/// <summary>
/// The durable state of one grain: keys and values in a queue of a compacted system topic. Every grain whose state must outlive it
/// keeps it in this way.
/// <para>
/// Two activations of the grain may be alive at once, so a new one first claims the state: it writes a record in a producer epoch above
/// all earlier ones, from which point on the queue refuses the older activation, and only then reads what the older one may still have written.
/// </para>
/// </summary>
internal sealed class StateLog : IDisposable
{
    private const int MaxAttempts = 20;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly ITopicQueueGrain _queue;
    private readonly string _owner;
    private readonly TimeProvider _time;
    private readonly RecordBatchBuilder _builder = new();
    private readonly long _producerId;
    private int _epoch;
    private int _sequence;
    private long _nextOffset;

    public StateLog(ITopicQueueGrain queue, string owner, TimeProvider time)
    {
        _queue = queue;
        _owner = owner;
        _time = time;
        _producerId = Math.Max(1, StableHash.Of(owner) & long.MaxValue);
    }

    /// <summary>Greater for every later activation of the owner.</summary>
    public int Epoch => _epoch;

    private string ClaimKey => $"owner/{_owner}";

    /// <summary>Claims the state for this activation and hands every record to <paramref name="apply"/>, in the order of their writing.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when a newer activation was faster.</exception>
    public async Task Open(Action<StateRecord, long> apply)
    {
        var lastEpoch = 0;
        void Track(StateRecord record, long offset)
        {
            if (record.Key == ClaimKey && record.Value is { } epoch)
                lastEpoch = Math.Max(lastEpoch, int.Parse(epoch.Span, System.Globalization.CultureInfo.InvariantCulture));
            else
                apply(record, offset);
        }

        await ReadTo(long.MaxValue, Track);
        _epoch = lastEpoch + 1;
        var claimed = await Write([new StateRecord(ClaimKey, Encoding.UTF8.GetBytes(_epoch.ToString(System.Globalization.CultureInfo.InvariantCulture)))]);
        await ReadTo(claimed, Track);
    }

    /// <summary>Writes records in one batch and returns the offset of the first when they are stored.</summary>
    /// <exception cref="RocketException">The state was not written, or nobody knows: the grain must deactivate and load it anew.</exception>
    public async Task<long> Write(IReadOnlyList<StateRecord> records)
    {
        _builder.Reset();
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var record in records)
        {
            var data = new RecordData { Keys = record.Key, Body = record.Value ?? default, Tombstone = record.Value is null, BornTimestampMs = now };
            if (!_builder.TryAdd(in data))
                throw new RocketException(RocketError.InvalidArgument, $"{records.Count} records of '{_owner}' do not fit into one batch");
        }

        var request = new AppendRequest(_builder.Build(_producerId, _epoch, _sequence));
        _sequence += records.Count;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await _queue.Append(request)).BaseOffset;
            }
            catch (RocketException fenced) when (fenced.Code == RocketError.ProducerFenced)
            {
                // To whoever called the owner this is as good as an owner that is gone: the newer activation answers the next call.
                throw new RocketException(RocketError.StoreUnavailable, $"a newer activation of '{_owner}' has taken over", fenced);
            }
            catch (Exception failure) when (attempt < MaxAttempts && Transience.IsTransient(failure))
            {
                await Task.Delay(RetryDelay, _time);
            }
        }
    }

    public void Dispose() => _builder.Dispose();

    private async Task ReadTo(long endOffset, Action<StateRecord, long> apply)
    {
        while (_nextOffset < endOffset)
        {
            var reply = await _queue.Read(new ReadRequest { Offset = _nextOffset }, CancellationToken.None);
            if (reply.Status == ReadStatus.Found)
                Apply(reply.Batches, endOffset, apply);
            else if (reply.Status == ReadStatus.NoNewMessage)
                return;
            _nextOffset = reply.NextOffset;
        }
    }

    private void Apply(ReadOnlyMemory<byte> batches, long endOffset, Action<StateRecord, long> apply)
    {
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            foreach (var record in batch.Records)
            {
                if (record.Offset >= _nextOffset && record.Offset < endOffset && record.Keys is { } key)
                    apply(new StateRecord(key, record.IsTombstone ? (ReadOnlyMemory<byte>?)null : record.Body), record.Offset);
            }
        }
    }
}
