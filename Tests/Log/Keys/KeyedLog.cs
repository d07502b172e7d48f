using System.Text;
using OrleansRocket.Log.Keys;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Keys;

/// <summary>Batches with keys, and what is found of them.</summary>
internal static class KeyedLog
{
    /// <summary>One batch; a record for each text, which is its keys, with a body of that many bytes.</summary>
    public static byte[] Batch(long producer, int sequence, int bodyBytes, params string?[] keys)
    {
        using var builder = new RecordBatchBuilder();
        foreach (var key in keys)
            builder.TryAdd(new RecordData { Keys = key, Body = new byte[bodyBytes], Tag = "t" + key?.Length });
        return builder.Build(producer, 0, sequence).ToArray();
    }

    /// <summary>A query for a key.</summary>
    public static KeyQuery Query(string key) => new() { Key = Encoding.UTF8.GetBytes(key) };

    /// <summary>The offsets that a search finds, in its order: batches as they come, and of each batch the records turned round when the newest come first.</summary>
    public static List<long> Offsets(QueueLog log, KeyQuery query, long endOffset = long.MaxValue)
    {
        var found = log.FindByKey(query, endOffset);
        var offsets = Offsets(found.Batches, query.OldestFirst);
        Assert.Equal(found.Count, offsets.Count);
        return offsets;
    }

    /// <summary>The offset of the record with an id, or -1.</summary>
    public static long OffsetOf(QueueLog log, MessageId id, long endOffset = long.MaxValue)
    {
        var found = log.FindById(id, endOffset);
        return found.Count == 0 ? -1 : Assert.Single(Offsets(found.Batches, oldestFirst: true));
    }

    private static List<long> Offsets(ReadOnlyMemory<byte> batches, bool oldestFirst)
    {
        var offsets = new List<long>();
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            var ofBatch = new List<long>();
            foreach (var record in batch.Records)
                ofBatch.Add(record.Offset);
            if (!oldestFirst)
                ofBatch.Reverse();
            offsets.AddRange(ofBatch);
        }

        return offsets;
    }
}
