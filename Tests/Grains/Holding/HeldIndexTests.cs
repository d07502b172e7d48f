using OrleansRocket.Holding;

namespace OrleansRocket.Tests.Grains.Holding;

public sealed class HeldIndexTests
{
    [Fact]
    public void Messages_are_taken_when_they_are_due_in_the_order_of_their_times_and_offsets()
    {
        var index = new HeldIndex();
        foreach (var (offset, due) in ((long, long)[])[(0, 30), (1, 10), (2, 20), (3, 10)])
            index.Add(offset, due);
        Assert.Equal((4L, 10L), (index.Open, index.NextDueMs!.Value));
        Assert.Equal(-1, index.TakeDue(9));
        Assert.Equal([1, 3, 2, -1], (long[])[index.TakeDue(20), index.TakeDue(20), index.TakeDue(20), index.TakeDue(20)]);
    }

    [Fact]
    public void In_any_order_of_closing_the_head_is_the_lowest_that_is_open()
    {
        var random = new Random(7);
        var index = new HeldIndex();
        index.Begin(1000);
        var open = new SortedSet<long>();
        for (var offset = 1000L; offset < 3000; offset++)
        {
            if (random.Next(10) == 0)
            {
                index.MoveTo(offset + 1);
                continue;
            }

            index.Add(offset, random.Next(100));
            open.Add(offset);
        }

        foreach (var offset in open.OrderBy(_ => random.Next()).ToList())
        {
            var isDropped = random.Next(2) == 0;
            index.Close(offset, isDropped);
            open.Remove(offset);
            if (random.Next(20) == 0)
                index.Shrink();
            Assert.Equal(open.Count > 0 ? open.Min : 3000, index.Head);
            Assert.Equal(open.Count, index.Open);
            Assert.Equal((true, isDropped, true), (index.IsClosed(offset), index.IsDropped(offset), index.IsRemembered(offset)));
        }

        Assert.False(index.IsRemembered(999));
    }

    [Fact]
    public void What_was_settled_before_it_was_seen_is_not_held()
    {
        var index = new HeldIndex();
        index.Close(5, isDropped: false);
        for (var offset = 0L; offset < 8; offset++)
            index.Add(offset, dueMs: 0);
        Assert.Equal(7, index.Open);
        Assert.Equal([0, 1, 2, 3, 4, 6, 7, -1], Enumerable.Range(0, 8).Select(_ => index.TakeDue(0)));
    }

    [Fact]
    public void The_memory_of_what_is_closed_is_freed()
    {
        var index = new HeldIndex();
        for (var offset = 0L; offset < 1_000_000; offset++)
        {
            index.Add(offset, offset);
            index.TakeDue(offset);
            index.Close(offset, isDropped: false);
            if (offset % 1000 == 0)
                index.Shrink();
        }

        Assert.Equal((1_000_000L, 0L), (index.Head, index.Open));
        Assert.False(index.IsRemembered(1_000_000 - HeldIndex.Memory - 2000));
        Assert.True(index.IsRemembered(999_999));
    }
}
