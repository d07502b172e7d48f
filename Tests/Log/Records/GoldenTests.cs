using System.Buffers;
using System.Text.RegularExpressions;
using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

/// <summary>
/// The golden files are the format: they were made by another encoder than the product's and never change. Code that
/// writes other bytes, or reads other values, breaks the data of everyone who upgrades.
/// </summary>
public sealed partial class GoldenTests
{
    private const string Document = "docs/format/record-batch.md";

    private static byte[] Stored => Batches.StoredAt(4096, Batches.GoldenRecords);

    [Fact]
    public void The_builder_writes_the_golden_produced_batch() =>
        AssertSame("v1-produced.bin", Batches.Golden());

    [Fact]
    public void Assigning_a_place_writes_the_golden_stored_batch() =>
        AssertSame("v1-stored.bin", Stored);

    [Fact]
    public void Filtering_writes_the_golden_filtered_batch()
    {
        ArrayBufferWriter<byte> output = new();
        Assert.True(RecordBatchFilter.CopyMatching(Stored, new TagFilter(TagHash.Of("TagA"), TagHash.Of("TagB")), output));
        AssertSame("v1-filtered.bin", output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Dropping_records_writes_the_golden_compacted_batch()
    {
        byte[] stored = Stored;
        byte[] first = stored[0x60..0x7E];
        byte[] fourth = stored[0x17D..0x18D];
        byte[] compacted = [.. new byte[RecordBatchHeader.Size], .. first, .. fourth];
        ulong tagMask = TagHash.MaskBit(TagHash.Of("TagA")) | 1;
        RecordBatchHeader.WriteSubset(compacted, stored, BatchAttributes.Compacted, recordCount: 2, tagMask);
        AssertSame("v1-compacted.bin", compacted);
    }

    [Theory]
    [InlineData("v1-produced.bin", 0L, BatchAttributes.None, new[] { 0, 1, 2, 3, 4 })]
    [InlineData("v1-stored.bin", 4096L, BatchAttributes.None, new[] { 0, 1, 2, 3, 4 })]
    [InlineData("v1-filtered.bin", 4096L, BatchAttributes.Filtered, new[] { 0, 4 })]
    [InlineData("v1-compacted.bin", 4096L, BatchAttributes.Compacted, new[] { 0, 3 })]
    public void A_golden_batch_reads_back_as_what_went_into_it(string file, long baseOffset, BatchAttributes attributes, int[] kept)
    {
        RecordBatch batch = Batches.Read(RepositoryFile.Golden(file));
        batch.Verify();
        Assert.Equal(attributes, batch.Attributes);
        Assert.Equal(baseOffset, batch.BaseOffset);
        Assert.Equal(baseOffset + 4, batch.LastOffset);
        Assert.Equal(kept.Length, batch.RecordCount);

        List<RecordView> views = Batches.Views(batch);
        Assert.Equal(kept.Select(i => Batches.GoldenRecords[i]), views.Select(RecordModel.Of));
        Assert.Equal(kept.Select(i => baseOffset + i), views.Select(view => view.Offset));
        Assert.Equal(kept.Select(i => 41 + i), views.Select(view => view.Sequence));
    }

    [Fact]
    public void Header_fields_of_the_golden_stored_batch_are_read_from_their_places()
    {
        byte[] header = RepositoryFile.Golden("v1-stored.bin");
        Assert.Equal(415, RecordBatchHeader.Length(header));
        Assert.Equal(5, RecordBatchHeader.RecordCount(header));
        Assert.Equal(BatchAttributes.None, RecordBatchHeader.Attributes(header));
        Assert.Equal(4096, RecordBatchHeader.BaseOffset(header));
        Assert.Equal(4, RecordBatchHeader.LastOffsetDelta(header));
        Assert.Equal(4100, RecordBatchHeader.LastOffset(header));
        Assert.Equal(7, RecordBatchHeader.LeaderEpoch(header));
        Assert.Equal(Batches.Stored, RecordBatchHeader.FirstStoreTimestamp(header));
        Assert.Equal(Batches.Stored, RecordBatchHeader.LastStoreTimestamp(header));
        Assert.Equal(Batches.Born, RecordBatchHeader.BaseBornTimestamp(header));
        Assert.Equal(Batches.ProducerId, RecordBatchHeader.ProducerId(header));
        Assert.Equal(3, RecordBatchHeader.ProducerEpoch(header));
        Assert.Equal(41, RecordBatchHeader.FirstSequence(header));
        Assert.Equal(45, RecordBatchHeader.LastSequence(header));
        Assert.Equal(1UL | 1UL << 7 | 1UL << 8 | 1UL << 51, RecordBatchHeader.TagMask(header));
        Assert.Equal(0x8C8693DCu, RecordBatchHeader.BodyCrc(header));
        Assert.Equal(0x6AA8B251u, RecordBatchHeader.HeaderCrc(header));
        Assert.Equal(header[..4], "ORKT"u8.ToArray());
    }

    [Theory]
    [InlineData("v1-produced.bin")]
    [InlineData("v1-stored.bin")]
    [InlineData("v1-filtered.bin")]
    [InlineData("v1-compacted.bin")]
    public void The_format_page_shows_the_golden_file(string file)
    {
        string page = File.ReadAllText(RepositoryFile.PathOf(Document));
        string section = page[page.IndexOf($"### {file}", StringComparison.Ordinal)..];
        section = section[(section.IndexOf("```", StringComparison.Ordinal) + 3)..];
        section = section[..section.IndexOf("```", StringComparison.Ordinal)];
        string hex = string.Concat(HexLine().Matches(section).Select(match => match.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(Convert.ToHexString(RepositoryFile.Golden(file)), hex);
    }

    [Fact]
    public void The_format_page_names_only_files_that_exist()
    {
        string page = File.ReadAllText(RepositoryFile.PathOf(Document));
        string[] paths = [.. RepositoryPath().Matches(page).Select(match => match.Groups[1].Value).Distinct()];
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Path.Exists(RepositoryFile.PathOf(path)), $"{Document} names {path}, which does not exist"));
    }

    private static void AssertSame(string file, byte[] actual) =>
        Assert.Equal(Convert.ToHexString(RepositoryFile.Golden(file)), Convert.ToHexString(actual));

    [GeneratedRegex("^[0-9A-F]{4}  ((?:[0-9A-F]{2} ?)+)", RegexOptions.Multiline)]
    private static partial Regex HexLine();

    [GeneratedRegex("`((?:Log|Tests|docs)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex RepositoryPath();
}
