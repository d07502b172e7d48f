using OrleansRocket.Log.Queues;

namespace OrleansRocket.Tests.Log.Queues;

/// <summary>A body is verified on its way into the segment: what turns out to be damaged must leave no trace.</summary>
public sealed class DamagedAppendTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(50_000)]
    public async Task A_batch_whose_body_was_damaged_is_refused_and_the_next_one_takes_its_place(int bytes)
    {
        await using var fixture = new StoreFixture();
        var log = fixture.OpenQueue();
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.Of("first"), 1).Status);
        var size = log.SizeInBytes;

        var damaged = Batches.Sized(bytes, fill: 9);
        damaged[^1] ^= 1;
        var refused = log.Append(damaged, 1);
        Assert.Equal(AppendStatus.Invalid, refused.Status);
        Assert.NotNull(refused.Detail);
        Assert.Equal((1, size), (log.EndOffset, log.SizeInBytes));

        Assert.Equal(AppendStatus.Appended, log.Append(Batches.Of("second"), 1).Status);
        Assert.Equal(["0:first", "1:second"], Batches.ReadAll(log));
    }

    [Fact]
    public async Task Nothing_of_a_damaged_batch_is_found_after_a_kill()
    {
        await using var fixture = new StoreFixture();
        var log = fixture.OpenQueue();
        log.Append(Batches.Of("first"), 1);
        var damaged = Batches.Sized(50_000, fill: 9);
        damaged[^1] ^= 1;
        log.Append(damaged, 1);

        await using var killed = fixture.AfterKill();
        var recovered = killed.OpenQueue();
        Assert.Equal(0, killed.Store.Recovery.BytesCut);
        Assert.Equal(["0:first"], Batches.ReadAll(recovered));
    }

    [Fact]
    public async Task A_damaged_batch_does_not_move_its_producer_on()
    {
        await using var fixture = new StoreFixture();
        var log = fixture.OpenQueue();
        var batch = Batches.From(producer: 5, epoch: 0, sequence: 0, "only");
        var damaged = batch.ToArray();
        damaged[^1] ^= 1;
        Assert.Equal(AppendStatus.Invalid, log.Append(damaged, 1).Status);
        Assert.Null(log.FindProducer(5));
        Assert.Equal(AppendStatus.Appended, log.Append(batch, 1).Status);
    }
}
