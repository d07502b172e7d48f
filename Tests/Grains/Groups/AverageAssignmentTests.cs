using OrleansRocket.Groups;

namespace OrleansRocket.Tests.Grains.Groups;

public sealed class AverageAssignmentTests
{
    [Theory]
    [InlineData(8, 3, "aaabbbcc")]
    [InlineData(4, 4, "abcd")]
    [InlineData(4, 1, "aaaa")]
    [InlineData(2, 4, "ab")]
    [InlineData(7, 2, "aaaabbb")]
    [InlineData(0, 2, "")]
    public void Queues_are_shared_out_as_RocketMQ_does(int queues, int members, string expected) =>
        Assert.Equal(expected, string.Concat(AverageAssignment.Assign([.. "abcd"[..members].Select(name => name.ToString())], queues)));

    [Fact]
    public void Without_members_nobody_owns_anything() => Assert.Empty(AverageAssignment.Assign([], 8));

    [Fact]
    public void Every_queue_has_an_owner_and_shares_differ_by_at_most_one()
    {
        for (var members = 1; members <= 20; members++)
        {
            for (var queues = 0; queues <= 40; queues++)
            {
                var owners = AverageAssignment.Assign([.. Enumerable.Range(0, members).Select(index => $"m{index:00}")], queues);
                Assert.Equal(queues, owners.Length);
                Assert.All(owners, Assert.NotNull);
                var shares = Enumerable.Range(0, members).Select(index => owners.Count(owner => owner == $"m{index:00}")).ToList();
                Assert.InRange(shares.Max() - shares.Min(), 0, 1);
            }
        }
    }
}
