using System.Buffers.Binary;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

/// <summary>What a leader refuses from a client, one thing at a time, in batches whose checksums are right.</summary>
public sealed class CheckProducedTests
{
    private const byte Delta0 = 0;
    private const byte Born0 = 0;
    private const byte NoBody = 0;

    [Fact]
    public void A_batch_made_by_hand_is_accepted()
    {
        byte[] record = Batches.RawRecord(1, TagHash.Of("TagA"), [Delta0, Born0, .. Batches.Text("TagA"), 2, 7, 8]);
        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.CheckProduced(Batches.OfRawRecords(1UL << 7, record)));
    }

    [Theory]
    [InlineData(0, 0x54, BatchCheck.BadMagic)]
    [InlineData(4, 0, BatchCheck.BadVersion)]
    [InlineData(4, 2, BatchCheck.BadVersion)]
    [InlineData(5, 1, BatchCheck.BadReserved)]
    [InlineData(80, 1, BatchCheck.BadReserved)]
    [InlineData(87, 128, BatchCheck.BadReserved)]
    [InlineData(6, 1, BatchCheck.ForbiddenAttributes)]
    [InlineData(6, 4, BatchCheck.ForbiddenAttributes)]
    [InlineData(6, 8, BatchCheck.ForbiddenAttributes)]
    [InlineData(6, 16, BatchCheck.BadAttributes)]
    [InlineData(7, 128, BatchCheck.BadAttributes)]
    [InlineData(23, 128, BatchCheck.BadBaseOffset)]
    [InlineData(63, 128, BatchCheck.BadProducer)]
    [InlineData(67, 128, BatchCheck.BadProducer)]
    [InlineData(71, 128, BatchCheck.BadProducer)]
    [InlineData(72, 0, BatchCheck.BadTagMask)]
    [InlineData(79, 1, BatchCheck.BadTagMask)]
    public void A_wrong_header_byte_is_refused(int at, byte value, BatchCheck expected)
    {
        byte[] batch = Batches.Golden();
        batch[at] = value;
        Assert.Equal(expected, RecordBatchHeader.CheckProduced(Batches.Sign(batch)));
    }

    [Theory]
    [InlineData(12, 0, BatchCheck.BadRecordCount)]
    [InlineData(12, -1, BatchCheck.BadRecordCount)]
    [InlineData(12, 65_537, BatchCheck.BadRecordCount)]
    [InlineData(12, 65_536, BatchCheck.BadLength)]
    [InlineData(12, 4, BatchCheck.BadLastOffsetDelta)]
    [InlineData(12, 6, BatchCheck.BadLastOffsetDelta)]
    [InlineData(24, -1, BatchCheck.BadLastOffsetDelta)]
    [InlineData(24, 5, BatchCheck.BadLastOffsetDelta)]
    [InlineData(24, int.MaxValue, BatchCheck.BadLastOffsetDelta)]
    [InlineData(8, 0, BatchCheck.BadLength)]
    [InlineData(8, -1, BatchCheck.BadLength)]
    [InlineData(8, 96, BatchCheck.BadLength)]
    [InlineData(8, 135, BatchCheck.BadLength)]
    [InlineData(8, 414, BatchCheck.BadBodyCrc)]
    [InlineData(8, 416, BatchCheck.TooShort)]
    [InlineData(8, RecordLimits.MaxBatchBytes, BatchCheck.TooShort)]
    [InlineData(8, RecordLimits.MaxBatchBytes + 1, BatchCheck.BadLength)]
    [InlineData(8, int.MaxValue, BatchCheck.BadLength)]
    public void A_wrong_header_number_is_refused(int at, int value, BatchCheck expected)
    {
        byte[] batch = Batches.Golden();
        BinaryPrimitives.WriteInt32LittleEndian(batch.AsSpan(at), value);
        Assert.Equal(expected, RecordBatchHeader.CheckProduced(Batches.SignKeepingLength(batch)));
    }

    [Fact]
    public void An_offset_that_leaves_no_room_for_the_last_record_is_refused()
    {
        byte[] batch = Batches.Golden();
        RecordBatchHeader.Assign(batch, long.MaxValue - 4, 0, 0);
        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.CheckProduced(batch));
        RecordBatchHeader.Assign(batch, long.MaxValue - 3, 0, 0);
        Assert.Equal(BatchCheck.BadBaseOffset, RecordBatchHeader.CheckProduced(batch));
    }

    [Fact]
    public void Wrong_checksums_are_refused()
    {
        byte[] batch = Batches.Golden();
        batch[93] ^= 1;
        Assert.Equal(BatchCheck.BadHeaderCrc, RecordBatchHeader.CheckProduced(batch));
        batch[93] ^= 1;
        batch[96] ^= 1;
        Assert.Equal(BatchCheck.BadBodyCrc, RecordBatchHeader.CheckProduced(batch));
    }

    [Fact]
    public void A_transactional_batch_is_accepted()
    {
        using RecordBatchBuilder builder = new();
        builder.TryAdd(default);
        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.CheckProduced(builder.Build(1, 0, 0, BatchAttributes.Transactional).Span));
        Assert.Equal(BatchCheck.ForbiddenAttributes, RecordBatchHeader.CheckProduced(builder.Build(1, 0, 0, BatchAttributes.Control).Span));
    }

    public static TheoryData<string, byte[]> MalformedRecords => new()
    {
        { "unknown flag", Batches.RawRecord(32, 0, Delta0, Born0, NoBody) },
        { "a hash without a tag", Batches.RawRecord(0, 1, Delta0, Born0, NoBody) },
        { "bytes behind the body", Batches.RawRecord(0, 0, Delta0, Born0, NoBody, 9) },
        { "a tombstone with a body", Batches.RawRecord(8, 0, Delta0, Born0, NoBody) },
        { "no body", Batches.RawRecord(0, 0, Delta0, Born0) },
        { "a body that is longer than its record", Batches.RawRecord(0, 0, Delta0, Born0, 2, 7) },
        { "a body of a huge length", Batches.RawRecord(0, 0, [Delta0, Born0, .. Batches.VarintOf(int.MaxValue)]) },
        { "a body of a length over 31 bits", Batches.RawRecord(0, 0, [Delta0, Born0, .. Batches.VarintOf(1UL << 31)]) },
        { "a tag that is longer than its record", Batches.RawRecord(1, 0, Delta0, Born0, 5, NoBody) },
        { "keys that are longer than their record", Batches.RawRecord(2, 0, Delta0, Born0, 5, NoBody) },
        { "properties that are longer than their record", Batches.RawRecord(4, 0, Delta0, Born0, 5, NoBody) },
        { "no user flag", Batches.RawRecord(24, 0, Delta0, Born0, 1, 2, 3) },
        { "an offset delta that is too long a number", Batches.RawRecord(0, 0, 0x80, 0x00, Born0, NoBody) },
        { "an offset delta without an end", Batches.RawRecord(0, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80) },
        { "a born delta over 64 bits", Batches.RawRecord(0, 0, [Delta0, .. Enumerable.Repeat((byte)0xFF, 9), 2, NoBody]) },
        { "a born delta without an end", Batches.RawRecord(8, 0, [Delta0, .. Enumerable.Repeat((byte)0xFF, 12)]) },
        { "a property without a value", Batches.RawRecord(12, 0, [Delta0, Born0, .. Batches.WithLength([1, (byte)'a'])]) },
        { "a property name that is too long", Batches.RawRecord(12, 0, [Delta0, Born0, .. Batches.WithLength([9, (byte)'a', 0])]) },
        { "a property value that is too long", Batches.RawRecord(12, 0, [Delta0, Born0, .. Batches.WithLength([0, 9, 1])]) },
        { "a record that is too short", [.. Batches.WithLength([8, 0, 0, 0, 0, Delta0]), 0] },
        { "a record of length zero", new byte[8] },
        { "a record that is longer than its batch", [9, 8, 0, 0, 0, 0, Delta0, Born0] },
        { "a record of a huge length", [.. Batches.VarintOf(int.MaxValue), 0, 0, 0, 0, 0, 0] },
        { "a record without an end to its length", Enumerable.Repeat((byte)0xFF, 20).ToArray() },
        { "bytes behind the last record", [.. Batches.RawRecord(8, 0, Delta0, Born0), 0] },
    };

    [Theory]
    [MemberData(nameof(MalformedRecords))]
    public void A_malformed_record_is_refused_and_fails_a_reader_with_the_documented_error(string what, byte[] record)
    {
        byte[] batch = Batches.OfRawRecords(1, record);
        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.Check(batch));
        Assert.True(BatchCheck.BadRecord == RecordBatchHeader.CheckProduced(batch), what);
        CorruptBatchException error = Assert.Throws<CorruptBatchException>(() => Batches.Views(Batches.Read(batch)).ForEach(view => view.Properties.ToList()));
        Assert.Equal(BatchCheck.BadRecord, error.Check);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    public void Offset_deltas_that_do_not_count_up_from_zero_are_refused(byte first, byte second)
    {
        byte[] batch = Batches.OfRawRecords(1, Batches.RawRecord(8, 0, first, Born0), Batches.RawRecord(8, 0, second, Born0));
        Assert.Equal(BatchCheck.BadOffsetDelta, RecordBatchHeader.CheckProduced(batch));
        CorruptBatchException error = Assert.Throws<CorruptBatchException>(() => Batches.Views(Batches.Read(batch)));
        Assert.Equal(BatchCheck.BadOffsetDelta, error.Check);
    }

    public static TheoryData<string, int, int> PartLimits => new()
    {
        { "tag", 1, RecordLimits.MaxTagBytes },
        { "keys", 2, RecordLimits.MaxKeysBytes },
        { "properties", 4, RecordLimits.MaxPropertiesBytes },
        { "body", 0, RecordLimits.MaxBodyBytes },
    };

    [Theory]
    [MemberData(nameof(PartLimits))]
    public void A_part_is_accepted_at_its_limit_and_refused_above(string what, int flag, int limit)
    {
        Assert.True(BatchCheck.Ok == RecordBatchHeader.CheckProduced(WithPart(flag, limit)), what);
        Assert.True(BatchCheck.RecordTooLarge == RecordBatchHeader.CheckProduced(WithPart(flag, limit + 1)), what);
    }

    private static byte[] WithPart(int flag, int bytes)
    {
        // A property section of that size: an empty name and one long value.
        byte[] content = new byte[bytes];
        if (flag == 4)
        {
            byte[] valueLength = Batches.VarintOf((ulong)bytes - 4);
            Assert.Equal(3, valueLength.Length);
            valueLength.CopyTo(content, 1);
        }

        byte[] part = Batches.WithLength(content);
        byte[] record = Batches.RawRecord((byte)(flag == 0 ? 0 : flag | 8), 0, [Delta0, Born0, .. part]);
        return Batches.OfRawRecords(1, record);
    }

    [Fact]
    public void Every_result_has_words()
    {
        string[] words = [.. Enum.GetValues<BatchCheck>().Select(check => check.Describe())];
        Assert.All(words, text => Assert.DoesNotContain("unknown result", text, StringComparison.Ordinal));
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.Equal("unknown result 999", ((BatchCheck)999).Describe());
    }
}
