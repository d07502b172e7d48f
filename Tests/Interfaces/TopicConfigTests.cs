namespace OrleansRocket.Tests.Interfaces;

public sealed class TopicConfigTests
{
    private static readonly TopicConfig Valid = new() { Topic = "orders" };

    [Fact]
    public void The_defaults_are_those_that_the_documentation_names()
    {
        Valid.Check();
        Assert.Equal(8, Valid.Queues);
        Assert.Equal(TopicPermission.ReadWrite, Valid.Permission);
        Assert.Equal(FlushDiskType.AsyncFlush, Valid.Flush);
        Assert.Equal(ReplicationMode.Single, Valid.Replication);
        Assert.Equal(TimeSpan.FromHours(72), Valid.Retention);
        Assert.Equal(-1, Valid.RetentionBytes);
        Assert.Equal(CleanupPolicy.Delete, Valid.Cleanup);
    }

    public static TheoryData<TopicConfig, string> Bad => new()
    {
        { Valid with { Topic = "a b" }, "a b" },
        { Valid with { Queues = 0 }, "queues is 0" },
        { Valid with { Queues = -3 }, "queues is -3" },
        { Valid with { Queues = 1025 }, "1 to 1024" },
        { Valid with { Permission = (TopicPermission)1 }, "permission is 1" },
        { Valid with { Flush = (FlushDiskType)7 }, "flush is 7" },
        { Valid with { Replication = (ReplicationMode)9 }, "replication is 9" },
        { Valid with { Cleanup = (CleanupPolicy)9 }, "cleanup is 9" },
        { Valid with { Retention = TimeSpan.FromSeconds(59) }, "at least 1 minute" },
        { Valid with { RetentionBytes = 0 }, "retention bytes is 0" },
        { Valid with { RetentionBytes = -2 }, "retention bytes is -2" },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_value_outside_its_limits_is_refused_by_name(TopicConfig config, string expected)
    {
        var refused = Assert.Throws<RocketException>(config.Check);
        Assert.Equal(RocketError.InvalidArgument, refused.Code);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }
}
