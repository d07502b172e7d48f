using System.Buffers;
using FsCheck.Fluent;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

public sealed class RecordBatchCutTests
{
    [Fact]
    public void A_cut_has_the_records_of_the_range_up_to_the_limits()
    {
        var cases = from records in RecordModel.BatchGenerator
                    from first in Gen.Choose(495, 510)
                    from length in Gen.Choose(0, 12)
                    from maxRecords in Gen.Choose(1, 6)
                    from maxBytes in Gen.Choose(0, 300)
                    select (records, new OffsetRange(first, first + length), maxRecords, maxBytes);
        Seeded.ForAll(cases, value =>
        {
            var (records, wanted, maxRecords, maxBytes) = value;
            var stored = Batches.StoredAt(500, records);
            var all = Batches.Views(Batches.Read(stored));
            var sizes = SizesOf(stored);
            var (expected, bytes) = (new List<RecordView>(), 0);
            foreach (var view in all.Where(view => view.Offset >= wanted.First && view.Offset < wanted.End).Take(maxRecords))
            {
                bytes += sizes[(int)(view.Offset - 500)];
                if (bytes > maxBytes)
                    break;
                expected.Add(view);
            }

            var (output, taken) = (new ArrayBufferWriter<byte>(), new List<OffsetRange>());
            var next = RecordBatchCut.Copy(stored, wanted, maxRecords, maxBytes, output, taken);
            if (expected.Count == 0)
            {
                Assert.Equal(0, output.WrittenCount);
                Assert.Empty(taken);
                return;
            }

            var copy = Batches.Read(output.WrittenMemory);
            copy.Verify();
            Assert.Equal(expected.Select(RecordModel.Of), Batches.Views(copy).Select(RecordModel.Of));
            Assert.Equal(expected.Select(view => view.Offset), Batches.Views(copy).Select(view => view.Offset));
            Assert.Equal(new OffsetRange(expected[0].Offset, expected[^1].Offset + 1), Assert.Single(taken));
            Assert.Equal(expected[^1].Offset + 1, next);
            Assert.Equal((500, 500 + all.Count - 1), (copy.BaseOffset, copy.LastOffset));
            Assert.Equal(expected.Count == all.Count ? BatchAttributes.None : BatchAttributes.Filtered, copy.Attributes);
        });
    }

    [Fact]
    public void Offsets_that_compaction_dropped_are_not_taken()
    {
        var compacted = RepositoryFile.Golden("v1-compacted.bin");
        var batch = Batches.Read(compacted);
        var offsets = Batches.Views(batch).Select(view => view.Offset).ToList();
        var (output, taken) = (new ArrayBufferWriter<byte>(), new List<OffsetRange>());
        var next = RecordBatchCut.Copy(compacted, new OffsetRange(0, long.MaxValue), 100, int.MaxValue, output, taken);
        Assert.Equal(offsets, taken.SelectMany(range => Enumerable.Range(0, (int)range.Count).Select(index => range.First + index)));
        Assert.Equal(batch.LastOffset + 1, next);
        Assert.Equal(compacted, output.WrittenSpan.ToArray());
    }

    private static List<int> SizesOf(byte[] batch)
    {
        var sizes = new List<int>();
        for (var position = RecordBatchHeader.Size; position < batch.Length; position += sizes[^1])
        {
            Assert.True(RecordLayout.TryRead(batch, position, out var layout));
            sizes.Add(layout.End - position);
        }

        return sizes;
    }
}
