using OrleansRocket.Cli.Quickstart;
using OrleansRocket.Groups;
using OrleansRocket.Queues;

namespace OrleansRocket.Tests.Cli.Quickstart;

public sealed class QueuePositionsTests
{
    [Fact]
    public void What_lies_behind_the_old_end_belongs_to_this_run()
    {
        var positions = QueuePositions.Of([Queue(0, 0, 10), Queue(1, 0, 0)], [Queue(0, 0, 12), Queue(1, 0, 1)], [new QueueProgress(new QueueName("t", 0), 10)]);

        Assert.Equal(3, positions.Missing);
        Assert.True(positions.Take(0, 10));
        Assert.True(positions.Take(1, 0));
        Assert.True(positions.Take(0, 11));
        Assert.Equal((0, 0), (positions.Missing, positions.CaughtUp));
    }

    [Fact]
    public void What_an_earlier_run_left_is_caught_up_with_and_not_counted_as_this_runs()
    {
        var positions = QueuePositions.Of([Queue(0, 0, 3)], [Queue(0, 0, 4)], [new QueueProgress(new QueueName("t", 0), 1)]);

        Assert.Equal(3, positions.Missing);
        Assert.False(positions.Take(0, 1));
        Assert.False(positions.Take(0, 2));
        Assert.True(positions.Take(0, 3));
        Assert.Equal((0, 2), (positions.Missing, positions.CaughtUp));
    }

    [Fact]
    public void What_comes_again_is_not_counted_again()
    {
        var positions = QueuePositions.Of([Queue(0, 0, 0)], [Queue(0, 0, 2)], []);

        Assert.True(positions.Take(0, 0));
        Assert.False(positions.Take(0, 0));
        Assert.Equal(1, positions.Missing);
        Assert.Equal(0, positions.CaughtUp);
    }

    [Fact]
    public void What_retention_has_deleted_is_not_waited_for()
    {
        var positions = QueuePositions.Of([Queue(0, 0, 100)], [Queue(0, 90, 101)], [new QueueProgress(new QueueName("t", 0), 20)]);

        Assert.Equal(11, positions.Missing);
    }

    private static QueueDescription Queue(int number, long start, long end) =>
        new(new QueueName("t", number), "store", Epoch: 1, start, end, end, end, SizeInBytes: 0, Failure: null, Replicas: []);
}
