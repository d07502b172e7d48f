using OrleansRocket.Cli.Messages;

namespace OrleansRocket.Tests.Cli.Messages;

public sealed class SeenMessagesTests
{
    private static readonly QueueName Queue = new("orders", 0);
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly SeenMessages _seen = new();

    [Fact]
    public void What_comes_again_is_not_new_and_what_follows_it_is()
    {
        Assert.Equal([true, true, true], new[] { 5L, 6, 9 }.Select(offset => _seen.IsNew(Queue, offset, Noon)));
        Assert.Equal([false, false, false, true], new[] { 5L, 6, 9, 10 }.Select(offset => _seen.IsNew(Queue, offset, Noon)));
    }

    [Fact]
    public void Queues_do_not_mix()
    {
        Assert.True(_seen.IsNew(Queue, 5, Noon));
        Assert.True(_seen.IsNew(new QueueName("orders", 1), 5, Noon));
    }

    [Fact]
    public void A_smaller_offset_that_was_stored_later_is_another_message()
    {
        Assert.True(_seen.IsNew(Queue, 5, Noon));
        Assert.True(_seen.IsNew(Queue, 0, Noon.AddSeconds(1)));
        Assert.True(_seen.IsNew(Queue, 1, Noon.AddSeconds(1)));
        Assert.False(_seen.IsNew(Queue, 0, Noon.AddSeconds(1)));
    }
}
