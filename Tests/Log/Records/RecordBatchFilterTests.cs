using System.Buffers;
using FsCheck.Fluent;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

public sealed class RecordBatchFilterTests
{
    private static readonly string[] Tags = ["TagA", "TagB", "订单", "", .. TwoTagsOfOneMaskBit()];

    [Fact]
    public void A_copy_has_the_records_that_decoding_and_filtering_would_give()
    {
        var cases = from records in RecordModel.BatchGenerator
                    from tags in Gen.Elements<string?>([.. Tags, null]).ArrayOf(records.Length)
                    from wanted in Gen.SubListOf(Tags)
                    select (Records: records.Zip(tags, (record, tag) => record with { Tag = tag }).ToArray(), Wanted: wanted);
        Seeded.ForAll(cases, value =>
        {
            byte[] stored = Batches.StoredAt(500, value.Records);
            int[] hashes = [.. value.Wanted.Select(TagHash.Of)];
            RecordView[] expected = [.. Batches.Views(Batches.Read(stored)).Where(view => hashes.Contains(TagHash.Of(view.Tag)))];

            ArrayBufferWriter<byte> output = new();
            Assert.Equal(expected.Length > 0, RecordBatchFilter.CopyMatching(stored, new TagFilter(hashes), output));
            Assert.Equal(expected.Length > 0, output.WrittenCount > 0);
            if (expected.Length > 0)
            {
                AssertIsCopy(stored, expected, output.WrittenMemory);
            }
        });
    }

    [Fact]
    public void A_batch_in_which_all_match_is_copied_as_it_is()
    {
        byte[] stored = Batches.StoredAt(9, new() { Tag = "TagA" }, new() { Tag = "TagA" });
        ArrayBufferWriter<byte> output = new();
        Assert.True(RecordBatchFilter.CopyMatching(stored, new TagFilter(1, TagHash.Of("TagA")), output));
        Assert.Equal(stored, output.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_batch_in_which_none_match_writes_nothing()
    {
        byte[] stored = Batches.StoredAt(9, new() { Tag = Tags[^1] }, new() { Tag = "TagA" });
        ArrayBufferWriter<byte> output = new();
        Assert.False(RecordBatchFilter.CopyMatching(stored, new TagFilter(TagHash.Of("TagB")), output));
        Assert.False(RecordBatchFilter.CopyMatching(stored, new TagFilter(), output));
        // The same bit of the mask, and yet another tag.
        Assert.Equal(TagHash.MaskBit(TagHash.Of(Tags[^1])), TagHash.MaskBit(TagHash.Of(Tags[^2])));
        Assert.False(RecordBatchFilter.CopyMatching(stored, new TagFilter(TagHash.Of(Tags[^2])), output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void A_batch_whose_mask_does_not_match_is_skipped_without_a_look_at_its_body()
    {
        byte[] stored = Batches.StoredAt(9, new RecordModel { Tag = "TagA" });
        stored.AsSpan(RecordBatchHeader.Size).Fill(0xFF);
        Assert.False(RecordBatchFilter.CopyMatching(stored, new TagFilter(TagHash.Of("TagB")), new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void A_copy_can_be_filtered_again_and_keeps_its_other_attributes()
    {
        byte[] compacted = RepositoryFile.Golden("v1-compacted.bin");
        ArrayBufferWriter<byte> output = new();
        Assert.True(RecordBatchFilter.CopyMatching(compacted, new TagFilter(0), output));
        RecordBatch copy = Batches.Read(output.WrittenMemory);
        Assert.Equal(BatchAttributes.Compacted | BatchAttributes.Filtered, copy.Attributes);
        Assert.Equal([4099L], Batches.Views(copy).Select(view => view.Offset));

        ArrayBufferWriter<byte> again = new();
        Assert.True(RecordBatchFilter.CopyMatching(RepositoryFile.Golden("v1-filtered.bin"), new TagFilter(TagHash.Of("TagB")), again));
        Assert.Equal([4100L], Batches.Views(Batches.Read(again.WrittenMemory)).Select(view => view.Offset));
    }

    [Fact]
    public void Damage_is_not_copied_under_a_new_checksum()
    {
        byte[] stored = Batches.StoredAt(4096, Batches.GoldenRecords);
        stored[0x78] ^= 1;
        ArrayBufferWriter<byte> output = new();
        CorruptBatchException error = Assert.Throws<CorruptBatchException>(
            () => RecordBatchFilter.CopyMatching(stored, new TagFilter(TagHash.Of("TagA")), output));
        Assert.Equal(BatchCheck.BadBodyCrc, error.Check);
        Assert.Equal(4096, error.BaseOffset);
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Damage_does_not_hide_a_record()
    {
        byte[] stored = Batches.StoredAt(7, new RecordModel { Tag = "TagA", Properties = [new("a", "1")] }, new RecordModel { Tag = "TagA" });
        stored[stored.AsSpan().LastIndexOf("a"u8)] ^= 1;
        foreach (RecordFilter filter in new RecordFilter[] { new TagFilter(TagHash.Of("TagA")), SqlFilter.Parse("a = 1") })
        {
            CorruptBatchException error = Assert.Throws<CorruptBatchException>(() => RecordBatchFilter.CopyMatching(stored, filter, new ArrayBufferWriter<byte>()));
            Assert.Equal((BatchCheck.BadBodyCrc, 7L), (error.Check, error.BaseOffset));
        }
    }

    [Fact]
    public void Records_on_both_sides_of_a_word_of_the_selection_are_copied()
    {
        // The selection is kept in words of 64 bits.
        int[] wanted = [0, 1, 62, 63, 64, 65, 127, 128, 199];
        byte[] stored = Batches.StoredAt(0, [.. Enumerable.Range(0, 200).Select(index => new RecordModel { Properties = [new("n", $"{index}")] })]);
        string expression = $"n IN ('{string.Join("', '", wanted)}')";
        ArrayBufferWriter<byte> output = new();
        Assert.True(RecordBatchFilter.CopyMatching(stored, SqlFilter.Parse(expression), output));
        Assert.Equal(wanted.Select(index => (long)index), Batches.Views(Batches.Read(output.WrittenMemory)).Select(view => view.Offset));
    }

    [Fact]
    public void Bytes_behind_the_batch_are_not_copied()
    {
        byte[] chain = [.. Batches.StoredAt(0, Batches.GoldenRecords), .. Batches.StoredAt(5, new RecordModel { Tag = "TagA" })];
        ArrayBufferWriter<byte> output = new();
        Assert.True(RecordBatchFilter.CopyMatching(chain, new TagFilter(TagHash.Of("TagA")), output));
        Assert.Single(Batches.Views(Batches.Read(output.WrittenMemory)));
    }

    private static void AssertIsCopy(byte[] stored, RecordView[] expected, ReadOnlyMemory<byte> copied)
    {
        RecordBatch copy = Batches.Read(copied);
        copy.Verify();
        List<RecordView> actual = Batches.Views(copy);
        Assert.Equal(expected.Select(RecordModel.Of), actual.Select(RecordModel.Of));
        Assert.Equal(expected.Select(view => (view.Offset, view.Id, view.StoreTimestampMs)), actual.Select(view => (view.Offset, view.Id, view.StoreTimestampMs)));
        Assert.Equal(RecordBatchHeader.BaseOffset(stored), copy.BaseOffset);
        Assert.Equal(RecordBatchHeader.LastOffset(stored), copy.LastOffset);
        Assert.Equal(RecordBatchHeader.LeaderEpoch(stored), copy.LeaderEpoch);
        Assert.Equal(expected.Aggregate(0UL, (mask, view) => mask | TagHash.MaskBit(view.TagHash)), copy.TagMask);
        bool all = expected.Length == RecordBatchHeader.RecordCount(stored);
        Assert.Equal(all ? BatchAttributes.None : BatchAttributes.Filtered, copy.Attributes);
    }

    private static string[] TwoTagsOfOneMaskBit()
    {
        string[] many = [.. Enumerable.Range(0, 200).Select(i => $"tag-{i}")];
        return [.. many.GroupBy(tag => TagHash.MaskBit(TagHash.Of(tag))).First(group => group.Count() > 1).Take(2)];
    }
}
