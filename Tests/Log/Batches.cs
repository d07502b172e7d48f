using System.Text;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log;

/// <summary>Makes batches, and reads them back as text.</summary>
internal static class Batches
{
    public static byte[] Of(params string[] bodies) => Build(bodies, 0, 0, 0);

    public static byte[] From(long producer, int epoch, int sequence, params string[] bodies) => Build(bodies, producer, epoch, sequence);

    public static byte[] Keyed(string key, string? body)
    {
        using var builder = new RecordBatchBuilder();
        builder.TryAdd(new RecordData { Keys = key, Body = body is null ? default : Encoding.UTF8.GetBytes(body), Tombstone = body is null });
        return builder.Build(0, 0, 0).ToArray();
    }

    /// <summary>One record of that many bytes.</summary>
    public static byte[] Sized(int bytes, byte fill = 7, long producer = 0, int sequence = 0)
    {
        using var builder = new RecordBatchBuilder();
        var body = new byte[bytes];
        body.AsSpan().Fill(fill);
        builder.TryAdd(new RecordData { Body = body });
        return builder.Build(producer, 0, sequence).ToArray();
    }

    /// <summary>Everything from an offset on, as "offset:body".</summary>
    public static List<string> ReadAll(QueueLog log, long from = -1)
    {
        var found = new List<string>();
        var next = from < 0 ? log.StartOffset : from;
        while (true)
        {
            var read = log.Read(next, 256 * 1024, long.MaxValue);
            if (read.Status != ReadStatus.Found)
                return found;
            var chain = read.Batches;
            while (RecordBatch.TryRead(chain, out var batch, out chain))
            {
                batch.Verify();
                foreach (var record in batch.Records)
                {
                    if (record.Offset >= next)
                        found.Add($"{record.Offset}:{(record.IsTombstone ? "-" : Encoding.UTF8.GetString(record.Body.Span))}");
                }
            }

            next = read.NextOffset;
        }
    }

    private static byte[] Build(string[] bodies, long producer, int epoch, int sequence)
    {
        using var builder = new RecordBatchBuilder();
        foreach (var body in bodies)
            builder.TryAdd(new RecordData { Body = Encoding.UTF8.GetBytes(body) });
        return builder.Build(producer, epoch, sequence).ToArray();
    }
}
