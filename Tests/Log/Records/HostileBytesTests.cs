using System.Buffers;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

/// <summary>
/// Bytes from someone who means harm. Whatever they are: checks answer, readers throw CorruptBatchException or nothing,
/// neither runs away nor allocates what the bytes ask for.
/// </summary>
public sealed class HostileBytesTests
{
    private const int Rounds = 20_000;
    // The largest of these batches has under 1 KB; an exception with its stack trace takes some KB.
    private const long AllowedBytes = 128 * 1024;

    [Fact]
    public void Random_bytes_behind_a_good_header_do_no_harm()
    {
        Random random = Seeded.NewRandom();
        for (int round = 0; round < Rounds; round++)
        {
            byte[] batch = Batches.Golden()[..random.Next(RecordBatchHeader.Size + 40, 400)];
            random.NextBytes(batch.AsSpan(RecordBatchHeader.Size));
            batch[RecordBatchHeader.Size] = (byte)random.Next(7, 60);
            batch[RecordBatchHeader.Size + 1] &= 31;
            batch[6] = (byte)(random.Next(4) == 0 ? 8 : 0);
            DoEverything(Batches.Sign(batch));
        }
    }

    [Fact]
    public void A_good_batch_with_some_bytes_changed_does_no_harm()
    {
        Random random = Seeded.NewRandom();
        byte[] golden = Batches.Golden();
        int accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] batch = [.. golden];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                // Mostly where the structure is, not in the 200 bytes of one body.
                int at = random.Next(8) == 0 ? random.Next(4, batch.Length) : 96 + random.Next(88);
                batch[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(batch[at] + random.Next(-2, 3));
            }

            accepted += DoEverything(Batches.Sign(batch)) ? 1 : 0;
        }

        // Else the test would only show that everything is refused.
        Assert.InRange(accepted, Rounds / 50, Rounds - (Rounds / 50));
    }

    [Fact]
    public void Random_bytes_do_no_harm()
    {
        Random random = Seeded.NewRandom();
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            Assert.False(DoEverything(bytes));
        }
    }

    [Fact]
    public void A_batch_of_the_most_records_is_walked_once()
    {
        byte[] record = Batches.RawRecord(8, 0, 0, 0);
        byte[] batch = Batches.OfRawRecords(1, [.. Enumerable.Repeat(record, RecordLimits.MaxRecordsPerBatch)]);
        Assert.Equal(BatchCheck.BadOffsetDelta, RecordBatchHeader.CheckProduced(batch));
        ArrayBufferWriter<byte> output = new();
        Assert.True(RecordBatchFilter.CopyMatching(batch, new TagFilter(0), output));
        Assert.Equal(batch.Length, output.WrittenCount);
    }

    /// <returns>Whether a leader would accept the bytes.</returns>
    private static bool DoEverything(byte[] bytes)
    {
        bool accepted = false;
        long checkBytes = Allocations.Of(() => accepted = Check(bytes));
        Assert.Equal(0, checkBytes);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool failed = Fails(() => ReadAll(bytes));
        bool filterFailed = Fails(() => Filter(bytes));
        Assert.False(accepted && (failed || filterFailed), "a leader accepts what a consumer cannot read");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllowedBytes);
        return accepted;
    }

    private static bool Check(byte[] bytes)
    {
        RecordBatchHeader.CheckHeader(bytes);
        RecordBatchHeader.Check(bytes);
        return RecordBatchHeader.CheckProduced(bytes) == BatchCheck.Ok;
    }

    private static bool Fails(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (CorruptBatchException)
        {
            return true;
        }
    }

    private static void ReadAll(byte[] bytes)
    {
        int records = 0;
        if (!RecordBatch.TryRead(bytes, out RecordBatch batch, out _))
        {
            return;
        }

        foreach (RecordView view in batch.Records)
        {
            records++;
            RecordModel model = RecordModel.Of(view);
            Assert.InRange(model.Body.Length, 0, bytes.Length);
            Assert.InRange(view.Sequence, 0, int.MaxValue);
            Assert.InRange(view.Offset, batch.BaseOffset, batch.LastOffset);
            view.TryGetProperty("城市", out _);
            TagHash.OfUtf8(view.TagUtf8.Span);
        }

        Assert.InRange(records, 1, bytes.Length / RecordLimits.MinRecordBytes);
    }

    private static void Filter(byte[] bytes)
    {
        ArrayBufferWriter<byte> output = new();
        if (RecordBatchFilter.CopyMatching(bytes, new TagFilter(TagHash.Of("TagA"), 0), output))
        {
            Assert.InRange(output.WrittenCount, RecordLimits.MinBatchBytes, bytes.Length);
        }
    }
}
