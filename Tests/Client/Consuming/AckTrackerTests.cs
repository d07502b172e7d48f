using OrleansRocket.Consuming;

namespace OrleansRocket.Tests.Client.Consuming;

public sealed class AckTrackerTests
{
    [Fact]
    public void Progress_is_the_lowest_offset_that_is_not_done()
    {
        var acks = new AckTracker(10);
        Assert.Equal(10, acks.Progress);
        foreach (var offset in new long[] { 10, 11, 12 })
            acks.Begin(offset);
        acks.Ack(11);
        Assert.Equal(10, acks.Progress);
        acks.Ack(10);
        Assert.Equal(12, acks.Progress);
        acks.Ack(12);
        Assert.Equal(13, acks.Progress);
    }

    [Fact]
    public void What_the_filter_left_out_counts_as_done()
    {
        var acks = new AckTracker(0);
        acks.Begin(3);
        acks.MoveTo(100);
        Assert.Equal(3, acks.Progress);
        acks.Ack(3);
        Assert.Equal(100, acks.Progress);
    }

    [Fact]
    public void When_a_queue_has_become_shorter_what_was_beyond_its_end_is_forgotten()
    {
        var acks = new AckTracker(0);
        acks.Begin(0);
        acks.Begin(50);
        acks.MoveTo(10);
        Assert.Equal(10, acks.Progress);
        Assert.False(acks.Ack(50));
        acks.Begin(10);
        Assert.Equal(10, acks.Progress);
        Assert.True(acks.Ack(10));
        Assert.Equal(11, acks.Progress);
    }

    [Fact]
    public void A_second_acknowledgement_and_one_of_a_stranger_change_nothing()
    {
        var acks = new AckTracker(0);
        acks.Begin(0);
        acks.Begin(1);
        Assert.True(acks.Ack(1));
        Assert.False(acks.Ack(1));
        Assert.False(acks.Ack(7));
        Assert.Equal(0, acks.Progress);
    }

    [Fact]
    public async Task A_reader_waits_until_there_is_room()
    {
        var acks = new AckTracker(0);
        acks.Begin(0);
        acks.Begin(1);
        Assert.True(acks.WaitForRoom(3).IsCompleted);
        var room = acks.WaitForRoom(2);
        Assert.False(room.IsCompleted);
        acks.Ack(1);
        Assert.False(room.IsCompleted);
        acks.Ack(0);
        await room.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void In_any_order_of_acknowledgements_progress_equals_that_of_a_plain_set()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var acks = new AckTracker(0);
            var open = new SortedSet<long>();
            var next = 0L;
            for (var step = 0; step < 1_000; step++)
            {
                if (random.Next(2) == 0 || open.Count == 0)
                {
                    next += random.Next(1, 4);
                    acks.Begin(next);
                    open.Add(next);
                    next++;
                }
                else
                {
                    var done = open.ElementAt(random.Next(open.Count));
                    Assert.True(acks.Ack(done));
                    open.Remove(done);
                }

                Assert.True((open.Count > 0 ? open.Min : next) == acks.Progress, $"seed {seed}, step {step}");
            }
        }
    }
}
