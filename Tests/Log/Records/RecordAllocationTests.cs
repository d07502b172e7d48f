using System.Buffers;
using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

/// <summary>Nothing is allocated per record: what a batch costs must not depend on how many records it has.</summary>
public sealed class RecordAllocationTests
{
    private const int Records = 500;

    [Fact]
    public void Building_allocates_nothing_once_the_buffer_has_grown()
    {
        using RecordBatchBuilder builder = new();
        RecordData[] records = [.. Batches.GoldenRecords.Select(record => record.ToData())];
        AssertAllocatesNothing(() =>
        {
            builder.Reset();
            for (int i = 0; i < Records; i++)
            {
                builder.TryAdd(records[i % records.Length]);
            }

            builder.Build(1, 2, 3);
        });
        Assert.Equal(Records, builder.Count);
    }

    [Fact]
    public void Reading_allocates_nothing_but_the_strings_that_are_asked_for()
    {
        byte[] bytes = LargeBatch();
        long seen = 0;
        AssertAllocatesNothing(() =>
        {
            RecordBatch.TryRead(bytes, out RecordBatch batch, out _);
            batch.Verify();
            foreach (RecordView view in batch.Records)
            {
                seen += view.Offset + view.Body.Length + view.TagHash + view.BornTimestampMs + view.Sequence + view.Flag;
                seen += view.TagUtf8.Length + view.KeysUtf8.Length + view.StoreTimestampMs + view.Id.Sequence;
                foreach (RecordProperty property in view.Properties)
                {
                    seen += property.KeyUtf8.Length + property.ValueUtf8.Length;
                }

                seen += view.TryGetProperty("none", out _) ? 1 : 0;
            }
        });
        Assert.NotEqual(0, seen);
    }

    [Fact]
    public void Checking_assigning_and_filtering_allocate_nothing()
    {
        byte[] bytes = LargeBatch();
        TagFilter filter = new(TagHash.Of("TagA"));
        ArrayBufferWriter<byte> output = new(2 * bytes.Length);
        AssertAllocatesNothing(() =>
        {
            RecordBatchHeader.CheckProduced(bytes);
            RecordBatchHeader.Assign(bytes, 10, 1, 2);
            output.ResetWrittenCount();
            RecordBatchFilter.CopyMatching(bytes, filter, output);
        });
        Assert.InRange(output.WrittenCount, 1, bytes.Length - 1);
    }

    private static byte[] LargeBatch() => Batches.Produced([.. Enumerable.Range(0, Records).Select(i => Batches.GoldenRecords[i % 5])]);

    private static void AssertAllocatesNothing(Action action)
    {
        action();
        Assert.Equal(0, Allocations.Of(action));
    }
}
