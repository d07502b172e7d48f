using OrleansRocket.Queues;

namespace OrleansRocket.Tests.Grains.Queues;

public sealed class SqlFilterCacheTests
{
    private readonly SqlFilterCache _cache = new();

    [Fact]
    public void A_filter_is_read_once()
    {
        var filter = _cache.Get("a = 1");
        Assert.Equal("b = 2", _cache.Get("b = 2").Text);
        Assert.Same(filter, _cache.Get("a = 1"));
        Assert.Same(filter, _cache.Get("a = 1"));
        Assert.Equal(2, _cache.Count);
    }

    [Fact]
    public void The_one_that_was_not_used_for_longest_makes_room()
    {
        var first = _cache.Get("a = 0");
        var second = _cache.Get("a = 1");
        for (var number = 2; number < SqlFilterCache.Capacity; number++)
            _cache.Get($"a = {number}");
        _cache.Get("a = 0");
        _cache.Get("b = 1");
        Assert.Equal(SqlFilterCache.Capacity, _cache.Count);
        Assert.Same(first, _cache.Get("a = 0"));
        Assert.NotSame(second, _cache.Get("a = 1"));
        Assert.Equal(SqlFilterCache.Capacity, _cache.Count);
    }

    [Fact]
    public void What_cannot_be_read_is_refused_and_not_kept()
    {
        Assert.Equal(RocketError.InvalidFilter, Assert.Throws<RocketException>(() => _cache.Get("a =")).Code);
        Assert.Equal(0, _cache.Count);
    }
}
