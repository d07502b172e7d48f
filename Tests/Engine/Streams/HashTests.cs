using System.Text;
using Orleans.Configuration;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Where streams are: the same on both engines, since a log outlives the choice of one.</summary>
public sealed class HashTests
{
    [Theory]
    [InlineData("a", 0x56740D55u)]
    [InlineData("abc", 0xFF53D132u)]
    [InlineData("Nobody inspects the spammish repetition", 0x2F3B29E2u)]
    public void The_hash_of_a_stream_is_xxHash32_of_its_bytes_reversed(string key, uint hash) =>
        Assert.Equal(hash, (uint)StreamId.Create(null, key).GetHashCode());

    [Fact]
    public void A_stream_id_has_a_namespace_and_a_key()
    {
        var id = StreamId.Create("ns", Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"));
        Assert.Equal("ns", id.GetNamespace());
        Assert.Equal("0f8fad5bd9cb469fa16570867728950e", id.GetKeyAsString());
        Assert.Equal("ns/0f8fad5bd9cb469fa16570867728950e", id.ToString());
        Assert.Equal(id, StreamId.Parse(Encoding.UTF8.GetBytes(id.ToString())));
        Assert.Equal("ns"u8.ToArray(), id.Namespace.ToArray());
        Assert.Equal("null/7", StreamId.Create(null, 7).ToString());
        Assert.Null(StreamId.Create(null, 7).GetNamespace());
        Assert.NotEqual(StreamId.Create("a", "x"), StreamId.Create("b", "x"));
        Assert.True(StreamId.Create("a", "x").CompareTo(StreamId.Create("a", "y")) < 0);
        Assert.Throws<ArgumentException>(() => StreamId.Parse("none"u8));
        Assert.Throws<ArgumentNullException>(() => StreamId.Create("ns"u8, []));
    }

    [Fact]
    public void Queues_lie_evenly_on_the_ring_and_a_stream_is_in_the_next_one_behind_its_hash()
    {
        var mapper = new HashRingBasedStreamQueueMapper(new HashRingStreamQueueMapperOptions { TotalQueueCount = 8 }, "Prefix");
        var queues = mapper.GetAllQueues().ToList();
        Assert.Equal(8, queues.Count);
        Assert.Equal([0u, 0x20000001, 0x40000002, 0x60000003, 0x80000004, 0xA0000005, 0xC0000006, 0xE0000007], queues.Select(q => q.GetUniformHashCode()));
        Assert.Equal("prefix-3", queues[3].ToString());
        Assert.Equal("prefix-3-0x60000003", $"{queues[3]:H}");

        // 0xFF53D132 lies behind the last one, 0x2F3B29E2 between the second and the third.
        Assert.Equal(queues[0], mapper.GetQueueForStream(StreamId.Create(null, "abc")));
        Assert.Equal(queues[2], mapper.GetQueueForStream(StreamId.Create(null, "Nobody inspects the spammish repetition")));
        Assert.Equal(queues.Take(4).Skip(1), mapper.GetQueuesForRange(RangeFactory.CreateRange(0, 0x60000003)));
        Assert.Equal(queues, mapper.GetQueuesForRange(RangeFactory.CreateFullRange()));
    }

    [Fact]
    public void Each_partition_has_a_queue()
    {
        var mapper = new HashRingBasedPartitionedStreamQueueMapper(["x", "y", "z"], "p");
        Assert.Equal(["x", "y", "z"], mapper.GetAllQueues().Select(mapper.QueueToPartition));
        Assert.Throws<ArgumentOutOfRangeException>(() => mapper.QueueToPartition(QueueId.GetQueueId("other", 0, 0)));
    }
}
