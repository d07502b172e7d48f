using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Queues;

public sealed class AppendAndReadTests
{
    [Fact]
    public async Task What_was_appended_is_read_back_with_the_offsets_that_were_answered()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();

        var first = log.Append(Batches.Of("a", "b"), 0);
        var second = log.Append(Batches.Of("c"), 0);

        Assert.Equal((AppendStatus.Appended, 0L, 2L), (first.Status, first.BaseOffset, first.EndOffset));
        Assert.Equal((AppendStatus.Appended, 2L, 3L), (second.Status, second.BaseOffset, second.EndOffset));
        Assert.Equal(StoreFixture.Start.ToUnixTimeMilliseconds(), first.StoreTimestampMs);
        Assert.Equal(["0:a", "1:b", "2:c"], Batches.ReadAll(log));
    }

    [Fact]
    public async Task A_read_in_the_middle_of_a_batch_returns_the_whole_batch()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a", "b", "c"), 0);

        var read = log.Read(1, 1, long.MaxValue);

        Assert.Equal(ReadStatus.Found, read.Status);
        Assert.Equal(0, RecordBatchHeader.BaseOffset(read.Batches.Span));
        Assert.Equal(3, read.NextOffset);
    }

    [Fact]
    public async Task A_read_stops_at_its_bytes_and_before_its_end_offset_but_returns_at_least_one_batch()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        var batch = Batches.Sized(1000);
        for (var i = 0; i < 5; i++)
            log.Append(batch, 0);

        Assert.Equal(batch.Length, log.Read(0, 1, long.MaxValue).Batches.Length);
        Assert.Equal(3 * batch.Length, log.Read(0, 3 * batch.Length, long.MaxValue).Batches.Length);
        Assert.Equal(2 * batch.Length, log.Read(0, 3 * batch.Length - 1, long.MaxValue).Batches.Length);
        Assert.Equal(4, log.Read(0, int.MaxValue, 4).NextOffset);
        Assert.Equal(ReadStatus.AtEnd, log.Read(4, int.MaxValue, 4).Status);
    }

    [Fact]
    public async Task A_batch_whose_last_record_is_not_below_the_end_offset_is_not_returned()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a", "b"), 0);

        Assert.Equal(ReadStatus.AtEnd, log.Read(0, 1000, 1).Status);
        Assert.Equal(ReadStatus.Found, log.Read(0, 1000, 2).Status);
    }

    [Fact]
    public async Task Offsets_outside_the_log_are_answered_with_its_bounds()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();

        Assert.Equal(new LogRead(ReadStatus.AtEnd, default, 0), log.Read(0, 1000, long.MaxValue));
        log.Append(Batches.Of("a"), 0);
        Assert.Equal((ReadStatus.OffsetTooLarge, 1L), Outcome(log.Read(2, 1000, long.MaxValue)));
        Assert.Equal((ReadStatus.OffsetTooSmall, 0L), Outcome(log.Read(-1, 1000, long.MaxValue)));
        Assert.Equal((ReadStatus.AtEnd, 1L), Outcome(log.Read(1, 1000, long.MaxValue)));
    }

    [Fact]
    public async Task A_full_segment_is_followed_by_another_and_reads_cross_the_border()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(AppendStatus.Appended, log.Append(Batches.Sized(100_000, (byte)i), 0).Status);
            if (i % 7 == 0)
                store.Scheduler.RunAll();
        }

        Assert.Equal(5, log.SegmentCount);
        Assert.Equal(50, Batches.ReadAll(log).Count);
        for (var offset = 0L; offset < 50; offset++)
        {
            var read = log.Read(offset, 1, long.MaxValue);
            Assert.Equal((offset, offset + 1), (RecordBatchHeader.BaseOffset(read.Batches.Span), read.NextOffset));
            Assert.Equal(offset, read.Batches.Span[^1]);
        }
    }

    [Fact]
    public async Task A_log_that_was_closed_in_order_is_the_same_when_it_is_opened_again()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        for (var i = 0; i < 2000; i++)
            log.Append(Batches.Of($"message {i}", new string('x', 1000)), 3);
        var before = Batches.ReadAll(log);

        log = await store.Reopen();

        Assert.True(store.Store.Recovery.CleanStop);
        Assert.Equal(0, store.Store.Recovery.BatchesVerified);
        Assert.Equal((0, 4000, 4000, 3), (log.StartOffset, log.EndOffset, log.DurableOffset, log.Promised.Epoch));
        Assert.Equal(before, Batches.ReadAll(log));
        Assert.Equal(4000, log.Append(Batches.Of("next"), 3).BaseOffset);
        Assert.Equal("4000:next", Batches.ReadAll(log)[^1]);
    }

    [Fact]
    public async Task A_batch_that_is_not_sound_or_not_one_batch_is_refused_and_nothing_is_written()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        var batch = Batches.Of("a", "b");
        var flipped = (byte[])batch.Clone();
        flipped[^1] ^= 1;

        Assert.Equal(AppendStatus.Invalid, log.Append(flipped, 0).Status);
        Assert.Equal(AppendStatus.Invalid, log.Append(batch.AsSpan(0, batch.Length - 1), 0).Status);
        Assert.Equal(AppendStatus.Invalid, log.Append([.. batch, .. batch], 0).Status);
        Assert.Equal(AppendStatus.Invalid, log.Append([], 0).Status);
        var tooLarge = log.Append(Batches.Sized(store.Options.SegmentBytes), 0);
        Assert.Equal(AppendStatus.Invalid, tooLarge.Status);
        Assert.Contains("1048576", tooLarge.Detail, StringComparison.Ordinal);
        Assert.Equal(0, log.EndOffset);
    }

    [Fact]
    public async Task The_clock_may_jump_back_but_store_timestamps_do_not()
    {
        await using var store = new StoreFixture();
        store.Time.AutoAdvanceAmount = TimeSpan.Zero;
        var log = store.OpenQueue();
        store.Time.Advance(TimeSpan.FromSeconds(10));
        var late = log.Append(Batches.Of("a"), 0).StoreTimestampMs;
        store.Time.AdjustTime(StoreFixture.Start);

        Assert.Equal(late, log.Append(Batches.Of("b"), 0).StoreTimestampMs);
        log = await store.Reopen();
        Assert.Equal(late, log.Append(Batches.Of("c"), 0).StoreTimestampMs);
    }

    [Fact]
    public async Task A_closed_queue_says_so()
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        store.Store.CloseQueue(StoreFixture.Topic, 0);

        Assert.Equal("LOG_CLOSED", Assert.Throws<LogClosedException>(() => log.Append(Batches.Of("b"), 0)).Code);
        Assert.Throws<LogClosedException>(() => log.Read(0, 100, long.MaxValue));
        Assert.Equal(["0:a"], Batches.ReadAll(store.OpenQueue()));
    }

    private static (ReadStatus Status, long Next) Outcome(LogRead read) => (read.Status, read.NextOffset);
}
