using System.Text;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Keys;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Queues;

internal sealed partial class TopicQueueGrain
{
    /// <summary>Interleaves: what is found depends on what was committed when the call came, and the log is searched beside its writer.</summary>
    public async Task<QueryReply> Query(QueryRequest request)
    {
        var search = SearchOf(request);
        var config = Config();
        if ((config.Permission & TopicPermission.Read) == 0)
            throw new RocketException(RocketError.NoPermission, $"topic '{_name.Topic}' cannot be read: its permission is {config.Permission}");
        if (!config.HasKeyIndex)
            throw NoKeyIndex();
        var log = OpenLog;
        var committed = _replication!.CommittedOffset;
        try
        {
            var found = await store.Search(() => search(log, committed));
            if (found.Count > 0)
                _counters!.Read(found.Count, found.Batches.Length);
            return new QueryReply(found.Batches, found.Count, found.HasMore);
        }
        catch (NoKeyIndexException)
        {
            throw NoKeyIndex();
        }
        catch (LogClosedException closed)
        {
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_name}: {closed.Message}");
        }
        catch (CorruptBatchException damage)
        {
            // Where there are other replicas, they have what cannot be read here.
            if (_stores.Count > 1)
                DamageFound(damage.BaseOffset);
            throw new RocketException(_stores.Count > 1 ? RocketError.StoreUnavailable : RocketError.StorageFailed, $"queue {_name}: {damage.Message}");
        }
        catch (IOException failure)
        {
            throw new RocketException(RocketError.StorageFailed, $"queue {_name} cannot be searched: {failure.Message}");
        }
    }

    private RocketException NoKeyIndex() => new(
        RocketError.NoKeyIndex, $"topic '{_name.Topic}' has no key index: its messages cannot be found by key or id (setting 'key index', now off)");

    private static Func<QueueLog, long, FoundRecords> SearchOf(QueryRequest request)
    {
        if (request.Key is null == request.MessageId is null)
            throw new RocketException(RocketError.InvalidArgument, $"a query has either {nameof(request.Key)} or {nameof(request.MessageId)}");
        if (request.MessageId is { } text)
        {
            return MessageId.TryParse(text, out var id)
                ? (log, committed) => log.FindById(id, committed)
                : throw new RocketException(RocketError.InvalidArgument, $"{nameof(request.MessageId)} is '{text}'; it must be {MessageId.TextLength} hexadecimal digits");
        }

        if (request.Key!.Length == 0 || request.Key.Contains(' '))
            throw new RocketException(RocketError.InvalidArgument, $"{nameof(request.Key)} is '{request.Key}'; a key must not be empty or contain a space");
        if (request.MaxCount is < 1 or > QueryRequest.LargestMaxCount)
            throw new RocketException(RocketError.InvalidArgument, $"{nameof(request.MaxCount)} is {request.MaxCount}; it must be 1 to {QueryRequest.LargestMaxCount}");
        var query = new KeyQuery
        {
            Key = Encoding.UTF8.GetBytes(request.Key),
            FromMs = request.From is { } from ? Milliseconds(from) : long.MinValue,
            ToMs = request.To is { } to ? Milliseconds(to) : long.MaxValue,
            FromOffset = request.FromOffset ?? 0,
            ToOffset = request.ToOffset ?? long.MaxValue,
            OldestFirst = request.OldestFirst,
            MaxCount = request.MaxCount,
        };
        return (log, committed) => log.FindByKey(query, committed);
    }

    /// <summary>Rounded up: times of storage are whole milliseconds, and one that lies before a part of one lies before it.</summary>
    private static long Milliseconds(DateTimeOffset time)
    {
        var whole = time.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(whole) < time ? whole + 1 : whole;
    }
}
