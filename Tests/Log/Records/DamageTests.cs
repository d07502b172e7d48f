using System.Buffers;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

/// <summary>What a disk or a network can do to a batch, and that it never goes unnoticed.</summary>
public sealed class DamageTests
{
    public static TheoryData<int> BodySizes => [0, 23, 400];

    [Theory]
    [MemberData(nameof(BodySizes))]
    public void Every_flipped_bit_of_a_header_is_detected(int bodyBytes)
    {
        // A body of 23 bytes makes the batch 128 long: one flipped bit makes that length zero.
        byte[] batch = Batches.StoredAt(4096, new RecordModel { Body = new byte[bodyBytes], Tag = bodyBytes == 400 ? "TagA" : null });
        Assert.True(bodyBytes != 23 || batch.Length == 128);
        for (int bit = 0; bit < RecordBatchHeader.Size * 8; bit++)
        {
            Flip(batch, bit);
            BatchCheck check = RecordBatchHeader.CheckHeader(batch);
            Assert.True(check is not (BatchCheck.Ok or BatchCheck.Empty), $"bit {bit % 8} of byte {bit / 8} gives {check}");
            Assert.Equal(check, RecordBatchHeader.Check(batch));
            Assert.Equal(check, RecordBatchHeader.CheckProduced(batch));
            CorruptBatchException error = Assert.Throws<CorruptBatchException>(() => RecordBatch.TryRead(batch, out _, out _));
            Assert.Equal(check, error.Check);
            Flip(batch, bit);
        }

        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.Check(batch));
    }

    [Fact]
    public void Ten_thousand_random_flipped_bits_of_a_body_are_detected()
    {
        Random random = Seeded.NewRandom();
        byte[] body = new byte[8_000];
        random.NextBytes(body);
        byte[] batch = Batches.StoredAt(4096, [.. Batches.GoldenRecords, new RecordModel { Body = body }]);
        for (int i = 0; i < 10_000; i++)
        {
            int bit = random.Next(RecordBatchHeader.Size * 8, batch.Length * 8);
            Flip(batch, bit);
            BatchCheck check = RecordBatchHeader.Check(batch);
            Assert.True(check == BatchCheck.BadBodyCrc, $"bit {bit % 8} of byte {bit / 8} gives {check}");
            Flip(batch, bit);
        }

        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.Check(batch));
    }

    [Fact]
    public void Verify_names_the_offset_and_what_is_wrong()
    {
        byte[] bytes = Batches.StoredAt(4096, Batches.GoldenRecords);
        bytes[^1] ^= 1;
        CorruptBatchException error = Assert.Throws<CorruptBatchException>(() => Batches.Read(bytes).Verify());
        Assert.Equal(4096, error.BaseOffset);
        Assert.Equal(BatchCheck.BadBodyCrc, error.Check);
        Assert.Equal("CORRUPT_BATCH", error.Code);
        Assert.Equal("The record batch at offset 4096 is corrupt: the checksum of its body is wrong.", error.Message);
    }

    [Fact]
    public void A_batch_cut_at_any_byte_is_too_short()
    {
        byte[] whole = Batches.StoredAt(4096, Batches.GoldenRecords);
        for (int length = 1; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.Equal(length < RecordBatchHeader.Size ? BatchCheck.TooShort : BatchCheck.Ok, RecordBatchHeader.CheckHeader(cut));
            Assert.Equal(BatchCheck.TooShort, RecordBatchHeader.Check(cut));
            Assert.Equal(BatchCheck.TooShort, RecordBatchHeader.CheckProduced(cut));
            Assert.Equal(BatchCheck.TooShort, RecordBatch.Read(cut, out _, out ReadOnlyMemory<byte> rest));
            Assert.Equal(length, rest.Length);
            Assert.Throws<CorruptBatchException>(() => RecordBatch.TryRead(cut, out _, out _));
            Assert.Throws<CorruptBatchException>(() => RecordBatchFilter.CopyMatching(cut, new TagFilter(0), new ArrayBufferWriter<byte>()));
        }
    }

    [Fact]
    public void A_batch_whose_tail_was_never_written_is_detected_wherever_the_zeros_start()
    {
        byte[] whole = Batches.StoredAt(4096, Batches.GoldenRecords);
        int lastNonZero = Array.FindLastIndex(whole, b => b != 0);
        for (int written = 4; written <= lastNonZero; written++)
        {
            byte[] torn = new byte[whole.Length];
            whole.AsSpan(0, written).CopyTo(torn);
            BatchCheck check = RecordBatchHeader.Check(torn);
            Assert.True(check is not (BatchCheck.Ok or BatchCheck.Empty), $"{written} bytes written gives {check}");
        }
    }

    [Fact]
    public void A_body_cut_at_any_byte_by_someone_who_signs_again_is_refused()
    {
        byte[] whole = Batches.Golden();
        for (int length = RecordBatchHeader.Size; length < whole.Length; length++)
        {
            byte[] cut = Batches.Sign(whole[..length]);
            Assert.NotEqual(BatchCheck.Ok, RecordBatchHeader.CheckProduced(cut));
            if (RecordBatchHeader.Check(cut) == BatchCheck.Ok)
            {
                Assert.Throws<CorruptBatchException>(() => Batches.Views(Batches.Read(cut)));
                Assert.Throws<CorruptBatchException>(() =>
                    RecordBatchFilter.CopyMatching(cut, new TagFilter(TagHash.Of("TagA")), new ArrayBufferWriter<byte>()));
            }
        }
    }

    [Fact]
    public void Zeros_and_nothing_are_the_end_of_a_log()
    {
        Assert.Equal(BatchCheck.Empty, RecordBatchHeader.CheckHeader([]));
        Assert.Equal(BatchCheck.Empty, RecordBatchHeader.CheckHeader(new byte[1]));
        Assert.Equal(BatchCheck.Empty, RecordBatchHeader.CheckHeader(new byte[95]));
        Assert.Equal(BatchCheck.Empty, RecordBatchHeader.CheckHeader(new byte[4096]));
        Assert.Equal(BatchCheck.Empty, RecordBatchHeader.Check(new byte[4096]));
        Assert.Equal(BatchCheck.Empty, RecordBatchHeader.CheckProduced([]));
    }

    [Fact]
    public void Something_else_than_zeros_is_no_end_whatever_its_length_field_says()
    {
        byte[] bytes = new byte[RecordBatchHeader.Size];
        bytes[3] = 1;
        Assert.Equal(BatchCheck.BadMagic, RecordBatchHeader.CheckHeader(bytes));
        byte[] batch = Batches.Golden();
        batch.AsSpan(8, 4).Clear();
        Assert.Equal(BatchCheck.BadLength, RecordBatchHeader.CheckHeader(Batches.SignKeepingLength(batch)));
    }

    private static void Flip(byte[] bytes, int bit) => bytes[bit / 8] ^= (byte)(1 << (bit % 8));
}
