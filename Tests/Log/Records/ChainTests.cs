using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

public sealed class ChainTests
{
    private static readonly byte[] First = Batches.StoredAt(0, Batches.GoldenRecords);
    private static readonly byte[] Second = Batches.StoredAt(5, new RecordModel { Body = [1] });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(5000)]
    public void A_chain_is_read_up_to_the_zeros_behind_it(int zeros)
    {
        ReadOnlyMemory<byte> chain = (byte[])[.. First, .. Second, .. new byte[zeros]];
        Assert.True(RecordBatch.TryRead(chain, out RecordBatch batch, out chain));
        Assert.Equal(First, batch.Bytes.ToArray());
        Assert.Equal(First.Length, batch.SizeInBytes);
        Assert.True(RecordBatch.TryRead(chain, out batch, out chain));
        Assert.Equal(5, batch.BaseOffset);
        Assert.False(RecordBatch.TryRead(chain, out _, out ReadOnlyMemory<byte> rest));
        Assert.Equal(zeros, rest.Length);
    }

    [Fact]
    public void A_chain_that_goes_on_with_garbage_is_refused_there()
    {
        ReadOnlyMemory<byte> chain = (byte[])[.. First, .. "garbage"u8];
        Assert.True(RecordBatch.TryRead(chain, out _, out chain));
        CorruptBatchException error = Assert.Throws<CorruptBatchException>(() => RecordBatch.TryRead(chain, out _, out _));
        Assert.Equal(BatchCheck.TooShort, error.Check);
        Assert.Equal(-1, error.BaseOffset);
        Assert.StartsWith("A record batch is corrupt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_of_a_stored_batch_does_not_look_behind_it()
    {
        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.Check((byte[])[.. First, .. "garbage"u8]));
        Assert.Equal(BatchCheck.BadLength, RecordBatchHeader.CheckProduced((byte[])[.. First, .. Second]));
    }

    [Fact]
    public void A_header_is_assigned_in_place_and_keeps_its_body()
    {
        byte[] batch = Batches.Golden();
        RecordBatchHeader.Assign(batch, long.MaxValue - 4, int.MaxValue, -5);
        RecordBatch read = Batches.Read(batch);
        read.Verify();
        Assert.Equal(long.MaxValue, read.LastOffset);
        Assert.Equal(int.MaxValue, read.LeaderEpoch);
        Assert.Equal(-5, read.FirstStoreTimestamp);
        Assert.Equal(-5, read.LastStoreTimestamp);
        Assert.Equal(Batches.Golden()[96..], batch[96..]);

        RecordBatchHeader.Assign(batch, 9, 1, 2);
        Assert.Equal(9, Batches.Views(Batches.Read(batch))[0].Offset);
    }

    [Fact]
    public void Readers_of_a_header_refuse_fewer_bytes_than_a_header()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RecordBatchHeader.Length(new byte[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecordBatchHeader.HeaderCrc(new byte[95]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecordBatchHeader.Assign(new byte[31], 0, 0, 0));
    }
}
