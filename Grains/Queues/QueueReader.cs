using System.Buffers;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Stores;
using LogReadStatus = OrleansRocket.Log.Queues.ReadStatus;

namespace OrleansRocket.Queues;

/// <summary>Reads a replica up to what is committed, for a leader and for a follower. Belongs to one grain and runs in its turns, but for what may
/// wait for the disk: a reader that is far behind must not keep the writer and the readers at the end waiting.</summary>
internal sealed class QueueReader(
    QueueName queue, QueueLog log, BrokerStore store, Func<long> committedOffset, TimeProvider time, CancellationToken stopping, Action<long>? damaged = null)
{
    /// <summary>A filtered read looks at this much of the log before it answers, so that one reader cannot hold the grain.</summary>
    private const int MaxScanBytes = 8 * 1024 * 1024;

    /// <summary>Completed when something new is readable; null while nobody waits.</summary>
    private TaskCompletionSource? _arrival;
    private SqlFilterCache? _sqlFilters;
    private RocketException? _ended;

    /// <summary>Reads; waits for messages when asked to.</summary>
    public async Task<ReadReply> Read(ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.MaxBytes < 1)
            throw new RocketException(RocketError.InvalidArgument, $"{nameof(request.MaxBytes)} is {request.MaxBytes}; it must be at least 1");
        if (request.Wait < TimeSpan.Zero || request.Wait > ReadRequest.MaxWait)
            throw new RocketException(RocketError.InvalidArgument, $"{nameof(request.Wait)} is {request.Wait}; it must be 0 to {ReadRequest.MaxWait}");
        var filter = FilterOf(request);
        var started = time.GetTimestamp();
        while (true)
        {
            var reply = await ReadOnce(request, filter);
            var remaining = request.Wait - time.GetElapsedTime(started);
            if (reply.Status != ReadStatus.NoNewMessage || remaining <= TimeSpan.Zero)
                return reply;
            if (_ended is not null)
                throw _ended;
            if (reply.NextOffset != request.Offset)
                request = request with { Offset = reply.NextOffset };

            // Timers count whole milliseconds, so that a part of one may remain: waiting for that would be a busy loop.
            if (!await WaitForArrival(remaining, cancellationToken))
                request = request with { Wait = TimeSpan.Zero };
        }
    }

    /// <summary>Something new is readable. All readers that wait share one task; they may go on within this call, so the next wait must find
    /// another task.</summary>
    public void Wake()
    {
        var arrival = _arrival;
        _arrival = null;
        arrival?.SetResult();
    }

    /// <summary>Who waits is told to look elsewhere: a grain ends only after the calls that it runs.</summary>
    public void End(RocketException reason)
    {
        _ended ??= reason;
        Wake();
    }

    /// <summary>Waits until there may be something new; false when the time is over. Fails when the silo stops: it deactivates its grains only after the
    /// calls that they run, so that a reader who waits would hold it up.</summary>
    private async Task<bool> WaitForArrival(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        try
        {
            _arrival ??= new TaskCompletionSource();
            await _arrival.Task.WaitAsync(wait, time, either.Token);
            return true;
        }
        catch (TimeoutException)
        {
            // The reader looks once more, and is told that there is nothing.
            return false;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new RocketException(RocketError.StoreUnavailable, $"queue {queue}: its broker is stopping");
        }
    }

    /// <summary>What the reader wants; null for everything.</summary>
    private RecordFilter? FilterOf(ReadRequest request)
    {
        if (request.Sql is null)
            return request.TagHashes is { } tags ? new TagFilter(tags) : null;
        if (request.TagHashes is not null)
            throw new RocketException(RocketError.InvalidArgument, $"{nameof(request.TagHashes)} and {nameof(request.Sql)} exclude each other; queue {queue} was asked for both");
        return (_sqlFilters ??= new SqlFilterCache()).Get(request.Sql);
    }

    private async ValueTask<ReadReply> ReadOnce(ReadRequest request, RecordFilter? filter)
    {
        var committed = committedOffset();
        try
        {
            // The pages of what was written last are in memory. Log and filter may be read beside the grain.
            return log.IsOld(request.Offset) ? await store.ReadOld(() => ReadNow(request, filter, committed)) : ReadNow(request, filter, committed);
        }
        catch (CorruptBatchException damage)
        {
            throw Damaged(damage.BaseOffset);
        }
    }

    private ReadReply ReadNow(ReadRequest request, RecordFilter? filter, long committed)
    {
        if (filter is not null)
            return ReadMatching(request, filter, committed);
        var read = log.Read(request.Offset, request.MaxBytes, committed);
        return Reply(read.Status, read.Batches, read.NextOffset, committed);
    }

    /// <summary>Copies the records that match, so that the others do not travel.</summary>
    private ReadReply ReadMatching(ReadRequest request, RecordFilter filter, long committed)
    {
        var matched = new ArrayBufferWriter<byte>();
        var offset = request.Offset;
        var scanned = 0;
        while (scanned < MaxScanBytes)
        {
            var read = log.Read(offset, request.MaxBytes, committed);
            if (read.Status != LogReadStatus.Found)
            {
                return matched.WrittenCount > 0
                    ? Reply(LogReadStatus.Found, matched.WrittenMemory, offset, committed)
                    : Reply(read.Status, default, read.NextOffset, committed);
            }

            var batches = read.Batches;
            while (RecordBatch.TryRead(batches, out var batch, out batches))
            {
                if (!TryCopyMatching(batch, filter, matched))
                    return matched.WrittenCount > 0 ? Reply(LogReadStatus.Found, matched.WrittenMemory, batch.BaseOffset, committed) : throw new CorruptBatchException(batch.BaseOffset, BatchCheck.BadRecord);
                offset = batch.LastOffset + 1;
                scanned += batch.Bytes.Length;
                if (matched.WrittenCount >= request.MaxBytes)
                    return Reply(LogReadStatus.Found, matched.WrittenMemory, offset, committed);
            }
        }

        return matched.WrittenCount > 0
            ? Reply(LogReadStatus.Found, matched.WrittenMemory, offset, committed)
            : new ReadReply(ReadStatus.NoMatchedMessage, default, offset, log.StartOffset, committed);
    }

    /// <summary>Nothing may be left out of a batch that is not what was written; false then, and nothing is copied.</summary>
    private static bool TryCopyMatching(RecordBatch batch, RecordFilter filter, ArrayBufferWriter<byte> matched)
    {
        try
        {
            RecordBatchFilter.CopyMatching(batch.Bytes.Span, filter, matched);
            return true;
        }
        catch (CorruptBatchException)
        {
            return false;
        }
    }

    private ReadReply Reply(LogReadStatus status, ReadOnlyMemory<byte> batches, long nextOffset, long committed) => status switch
    {
        LogReadStatus.Found => new ReadReply(ReadStatus.Found, batches, nextOffset, log.StartOffset, committed),
        LogReadStatus.AtEnd => new ReadReply(ReadStatus.NoNewMessage, default, nextOffset, log.StartOffset, committed),
        LogReadStatus.OffsetTooSmall => new ReadReply(ReadStatus.OffsetIllegal, default, log.StartOffset, log.StartOffset, committed),
        LogReadStatus.OffsetTooLarge => new ReadReply(ReadStatus.OffsetIllegal, default, committed, log.StartOffset, committed),
        _ => throw new CorruptBatchException(nextOffset, BatchCheck.BadRecord),
    };

    /// <summary>Where there are other replicas, they have what cannot be read here.</summary>
    private RocketException Damaged(long offset)
    {
        damaged?.Invoke(offset);
        return new RocketException(
            damaged is null ? RocketError.StorageFailed : RocketError.StoreUnavailable, $"queue {queue}: the log cannot be read at offset {offset}: {log.Failure?.Message ?? "the batch there is damaged"}");
    }
}
