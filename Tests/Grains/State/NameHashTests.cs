using OrleansRocket.State;

namespace OrleansRocket.Tests.Grains.State;

public sealed class NameHashTests
{
    /// <summary>These values are on disk: they name the owners of state and the queue in which a group's state lies.</summary>
    [Theory]
    [InlineData("routing", -8309417567583139031)]
    [InlineData("group/billing", -2949051348678493578)]
    public void A_hash_never_changes(string text, long expected) => Assert.Equal(expected, NameHash.Of(text));

    [Fact]
    public void Buckets_are_used_evenly()
    {
        var counts = new int[4];
        for (var index = 0; index < 10_000; index++)
            counts[NameHash.Bucket($"group-{index}", 4)]++;
        Assert.All(counts, count => Assert.InRange(count, 2_300, 2_700));
    }
}
