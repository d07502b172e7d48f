using System.Text;
using OrleansRocket.Storage;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Storage;

public sealed class StorageGrainTests
{
    [Fact]
    public async Task A_value_is_read_as_it_was_written_also_after_a_restart()
    {
        using var directory = new TestDirectory();
        string? tag;
        await using (var cluster = await RocketCluster.Start(directory: directory))
        {
            var part = Part(cluster);
            Assert.Null((await part.Read("a/b c")).ETag);
            var first = await part.Write("a/b c", null, Bytes("one"));
            Assert.NotNull(first);
            tag = await part.Write("a/b c", first, Bytes("two"));
            Assert.NotNull(tag);
            Assert.NotEqual(first, tag);
            Assert.NotNull(await part.Write("other", null, Bytes("")));
        }

        await using var restarted = await RocketCluster.Start(directory: directory);
        var again = Part(restarted);
        var read = await again.Read("a/b c");
        Assert.Equal((tag, "two"), (read.ETag, Encoding.UTF8.GetString(read.Value.Span)));
        Assert.Equal(0, (await again.Read("other")).Value.Length);
        Assert.Null((await restarted.Orleans.Client.GetGrain<IStorageGrain>("table/1").Read("other")).ETag);
    }

    [Fact]
    public async Task A_value_that_has_changed_meanwhile_is_not_overwritten()
    {
        await using var cluster = await RocketCluster.Start();
        var part = Part(cluster);
        var first = await part.Write("key", null, Bytes("one"));
        Assert.Null(await part.Write("key", null, Bytes("two")));
        var second = await part.Write("key", first, Bytes("three"));
        Assert.Null(await part.Write("key", first, null));
        Assert.Equal("three", Encoding.UTF8.GetString((await part.Read("key")).Value.Span));
        Assert.NotNull(await part.Write("key", second, null));
        Assert.Null((await part.Read("key")).ETag);
        Assert.NotNull(await part.Write("key", null, Bytes("four")));
    }

    [Fact]
    public async Task A_value_of_more_than_a_mebibyte_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        var part = Part(cluster);
        var tag = await part.Write("key", null, new byte[1024 * 1024]);
        var refused = await Assert.ThrowsAsync<RocketException>(() => part.Write("key", tag, new byte[(1024 * 1024) + 1]));
        Assert.Equal(RocketError.InvalidArgument, refused.Code);
        Assert.Contains("1048577", refused.Message, StringComparison.Ordinal);
        Assert.Equal(tag, (await part.Read("key")).ETag);
    }

    private static IStorageGrain Part(RocketCluster cluster) => cluster.Orleans.Client.GetGrain<IStorageGrain>("table/0");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
