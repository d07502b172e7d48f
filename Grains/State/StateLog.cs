using System.Globalization;
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
/// Two that claim at the same time choose the same epoch; the record that stands in the log says whose it is.
/// </para>
/// </summary>
internal sealed class StateLog : IDisposable
{
    private const int MaxAttempts = 20;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly ITopicQueueGrain _queue;
    private readonly string _owner;
    private readonly string _claimant;
    private readonly TimeProvider _time;
    private readonly RecordBatchBuilder _builder = new();
    private readonly long _producerId;
    private int _epoch;
    private int _sequence;
    private long _nextOffset;

    /// <param name="queue">The queue that holds the state.</param>
    /// <param name="owner">Whose state it is.</param>
    /// <param name="store">The store on whose silo this activation is.</param>
    /// <param name="time">The clock.</param>
    public StateLog(ITopicQueueGrain queue, string owner, string store, TimeProvider time)
    {
        _queue = queue;
        _owner = owner;
        _claimant = string.Create(CultureInfo.InvariantCulture, $"{store}/{time.GetUtcNow().UtcTicks}");
        _time = time;
        _producerId = Math.Max(1, NameHash.Of(owner) & long.MaxValue);
    }

    /// <summary>Greater for every later activation of the owner.</summary>
    public int Epoch => _epoch;

    private string ClaimKey => $"owner/{_owner}";

    /// <summary>Claims the state for this activation and hands every record to <paramref name="apply"/>, in the order of their writing.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when a newer activation was faster.</exception>
    public async Task Open(Action<StateRecord, long> apply)
    {
        var lastEpoch = 0;
        var lastClaim = "";
        void Track(StateRecord record, long offset)
        {
            if (record.Key == ClaimKey && record.Value is { } claim)
                (lastEpoch, lastClaim) = (EpochOf(claim.Span), Encoding.UTF8.GetString(claim.Span));
            else
                apply(record, offset);
        }

        await ReadTo(long.MaxValue, Track);
        _epoch = lastEpoch + 1;
        var own = string.Create(CultureInfo.InvariantCulture, $"{_epoch}/{_claimant}");
        var claimed = await Write([new StateRecord(ClaimKey, Encoding.UTF8.GetBytes(own))]);
        await ReadTo(claimed + 1, Track);

        // To the queue another activation's claim of the same epoch is the same batch, sent again: what both wrote after it would be, too.
        if (lastClaim != own)
            throw TakenOver(null);
    }

    private static int EpochOf(ReadOnlySpan<byte> claim)
    {
        var slash = claim.IndexOf((byte)'/');
        return int.Parse(slash < 0 ? claim : claim[..slash], CultureInfo.InvariantCulture);
    }

    /// <summary>To whoever called the owner this is as good as an owner that is gone: the other activation answers the next call.</summary>
    private RocketException TakenOver(Exception? cause)
    {
        var message = $"a newer activation of '{_owner}' has taken over";
        return cause is null ? new RocketException(RocketError.StoreUnavailable, message) : new RocketException(RocketError.StoreUnavailable, message, cause);
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
            catch (RocketException other) when (other.Code is RocketError.ProducerFenced or RocketError.OutOfOrderSequence)
            {
                throw TakenOver(other);
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
