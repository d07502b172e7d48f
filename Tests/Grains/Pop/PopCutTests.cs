using FsCheck.Fluent;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;
using OrleansRocket.Pop;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Grains.Pop;

public sealed class PopCutTests
{
    [Fact]
    public void Hand_outs_of_any_size_give_every_message_once_and_in_order()
    {
        var cases = from sizes in Gen.Choose(1, 9).NonEmptyListOf()
                    from most in Gen.Choose(1, 20)
                    from bytes in Gen.Elements(1, 200, 500, 100_000)
                    select (sizes, most, bytes);
        Seeded.ForAll(cases, value =>
        {
            var chain = Chain(value.sizes);
            var end = value.sizes.Sum();
            var buffer = new PopBuffer();
            buffer.MoveTo(0);
            buffer.Add(chain, end);
            var seen = new List<long>();
            while (!buffer.IsEmpty)
            {
                var cut = new PopCut(value.most, value.bytes);
                buffer.Take(cut);
                var offsets = Offsets(cut);
                Assert.InRange(offsets.Count, 1, value.most);
                Assert.True(offsets.Count == 1 || cut.Batches.Length <= value.bytes, $"{offsets.Count} messages are {cut.Batches.Length} bytes; the limit is {value.bytes}");
                Assert.Equal(offsets, cut.Ranges.SelectMany(range => Enumerable.Range(0, (int)range.Count).Select(index => range.First + index)));
                Assert.Single(cut.Ranges);
                seen.AddRange(offsets);
            }

            Assert.Equal(Enumerable.Range(0, end).Select(offset => (long)offset), seen);
        });
    }

    [Fact]
    public void A_batch_that_is_handed_out_whole_is_not_copied()
    {
        ReadOnlyMemory<byte> stored = Batches.StoredAt(0, Records(3));
        var chain = stored;
        var cut = new PopCut(3, 100_000);
        var verified = -1L;
        Assert.Equal(3, cut.Take(ref chain, new OffsetRange(0, 3), ref verified));
        Assert.Equal(stored, cut.Batches);
    }

    [Fact]
    public void Damage_is_not_handed_out_under_a_new_checksum()
    {
        var stored = Batches.StoredAt(0, Records(3));
        stored[^1] ^= 1;
        ReadOnlyMemory<byte> chain = stored;
        var verified = -1L;
        Assert.Throws<CorruptBatchException>(() => new PopCut(2, 100_000).Take(ref chain, new OffsetRange(0, 3), ref verified));
    }

    [Fact]
    public void What_lies_between_batches_does_not_exist_and_is_passed()
    {
        ReadOnlyMemory<byte> chain = (byte[])[.. Batches.StoredAt(2, Records(2)), .. Batches.StoredAt(10, Records(2))];
        var verified = -1L;
        var cut = new PopCut(10, 100_000);
        Assert.Equal(12, cut.Take(ref chain, new OffsetRange(0, 12), ref verified));
        Assert.Equal([new OffsetRange(2, 4), new OffsetRange(10, 12)], cut.Ranges);
    }

    private static RecordModel[] Records(int count) => [.. Enumerable.Range(0, count).Select(index => new RecordModel { Body = new byte[index * 7] })];

    private static byte[] Chain(IEnumerable<int> sizes)
    {
        var (chain, offset) = (new List<byte>(), 0);
        foreach (var size in sizes)
        {
            chain.AddRange(Batches.StoredAt(offset, Records(size)));
            offset += size;
        }

        return [.. chain];
    }

    private static List<long> Offsets(PopCut cut)
    {
        var offsets = new List<long>();
        for (var rest = cut.Batches; RecordBatch.TryRead(rest, out var batch, out rest);)
        {
            batch.Verify();
            offsets.AddRange(Batches.Views(batch).Select(view => view.Offset));
        }

        return offsets;
    }
}
