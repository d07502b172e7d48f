using OrleansRocket.Log.Records;
using OrleansRocket.Queues;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Queues;

public sealed class TopicQueueGrainTests
{
    [Fact]
    public async Task A_batch_that_comes_twice_is_stored_once_and_answered_alike()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        var first = await queue.Append(Batch(producerId: 7, epoch: 0, sequence: 0, count: 3));
        var again = await queue.Append(Batch(producerId: 7, epoch: 0, sequence: 0, count: 3));
        Assert.Equal((0, false), (first.BaseOffset, first.IsDuplicate));
        Assert.Equal((0, true), (again.BaseOffset, again.IsDuplicate));
        Assert.Equal(3, (await queue.Describe()).EndOffset);
    }

    [Fact]
    public async Task The_memory_of_what_was_stored_survives_a_restart()
    {
        using var directory = new TestDirectory();
        await using (var before = await RocketCluster.Start(directory: directory))
        {
            var queue = await Queue(before);
            await queue.Append(Batch(producerId: 7, epoch: 0, sequence: 0, count: 3));
            await queue.Append(Batch(producerId: 7, epoch: 0, sequence: 3, count: 2));
        }

        await using var after = await RocketCluster.Start(directory: directory);
        var reopened = after.Orleans.Client.GetGrain<ITopicQueueGrain>("orders/0");
        Assert.True((await reopened.Append(Batch(producerId: 7, epoch: 0, sequence: 3, count: 2))).IsDuplicate);
        Assert.Equal(5, (await reopened.Append(Batch(producerId: 7, epoch: 0, sequence: 5, count: 1))).BaseOffset);
    }

    [Fact]
    public async Task A_gap_in_the_sequence_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        await queue.Append(Batch(producerId: 7, epoch: 0, sequence: 0, count: 3));
        Assert.Equal(RocketError.OutOfOrderSequence, await Refused(queue, Batch(producerId: 7, epoch: 0, sequence: 4, count: 1)));
    }

    [Fact]
    public async Task An_older_instance_of_a_producer_is_fenced_off()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        await queue.Append(Batch(producerId: 7, epoch: 1, sequence: 0, count: 1));
        await queue.Append(Batch(producerId: 7, epoch: 2, sequence: 0, count: 1));
        Assert.Equal(RocketError.ProducerFenced, await Refused(queue, Batch(producerId: 7, epoch: 1, sequence: 1, count: 1)));
    }

    [Fact]
    public async Task Bytes_that_are_no_batch_are_refused_and_change_nothing()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        var damaged = Batch(1, 0, 0, 1).Batch.ToArray();
        damaged[^1] ^= 1;
        Assert.Equal(RocketError.InvalidBatch, await Refused(queue, new AppendRequest(damaged)));
        Assert.Equal(RocketError.InvalidBatch, await Refused(queue, new AppendRequest(new byte[200])));
        Assert.Equal(RocketError.InvalidBatch, await Refused(queue, new AppendRequest(ReadOnlyMemory<byte>.Empty)));
        Assert.Equal(0, (await queue.Describe()).EndOffset);
    }

    [Fact]
    public async Task A_queue_that_the_topic_does_not_have_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        await Queue(cluster);
        foreach (var name in new[] { "orders/1", "missing/0" })
        {
            var refused = await Assert.ThrowsAsync<RocketException>(() => cluster.Orleans.Client.GetGrain<ITopicQueueGrain>(name).Describe());
            Assert.Equal(RocketError.TopicNotFound, refused.Code);
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_read_waits_for_a_message_and_for_no_longer_than_it_may()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        var empty = await queue.Read(new ReadRequest { Offset = 0, Wait = TimeSpan.FromMilliseconds(50) }, CancellationToken.None);
        Assert.Equal((ReadStatus.NoNewMessage, 0), (empty.Status, empty.NextOffset));

        var waiting = queue.Read(new ReadRequest { Offset = 0, Wait = TimeSpan.FromSeconds(20) }, CancellationToken.None);
        await queue.Append(Batch(1, 0, 0, 2));
        var found = await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((ReadStatus.Found, 2, 2), (found.Status, found.NextOffset, found.CommittedOffset));
    }

    [Fact]
    public async Task A_read_that_is_cancelled_ends()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        await queue.Describe();
        using var cancel = new CancellationTokenSource();
        var waiting = queue.Read(new ReadRequest { Offset = 0, Wait = TimeSpan.FromSeconds(20) }, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task An_offset_outside_the_queue_is_answered_with_the_nearest_inside()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        await queue.Append(Batch(1, 0, 0, 5));
        var beyond = await queue.Read(new ReadRequest { Offset = 6 }, CancellationToken.None);
        Assert.Equal((ReadStatus.OffsetIllegal, 5), (beyond.Status, beyond.NextOffset));
        var before = await queue.Read(new ReadRequest { Offset = -1 }, CancellationToken.None);
        Assert.Equal((ReadStatus.OffsetIllegal, 0), (before.Status, before.NextOffset));
    }

    [Fact]
    public async Task A_filtered_read_returns_only_what_matches_and_moves_past_the_rest()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        for (var index = 0; index < 20; index++)
            await queue.Append(Batch(1, 0, index, 1, tag: index == 13 ? "rare" : "common"));
        var request = new ReadRequest { Offset = 0, TagHashes = [TagHash.Of("rare")] };
        var found = await queue.Read(request, CancellationToken.None);
        Assert.True(RecordBatch.TryRead(found.Batches, out var batch, out var rest));
        Assert.True(rest.IsEmpty);
        batch.Verify();
        Assert.Equal((1, 13, 20), (batch.RecordCount, batch.LastOffset, found.NextOffset));

        var none = await queue.Read(request with { TagHashes = [TagHash.Of("missing")] }, CancellationToken.None);
        Assert.Equal((ReadStatus.NoNewMessage, 20), (none.Status, none.NextOffset));
    }

    [Fact]
    public async Task A_bad_request_is_refused_by_name()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        foreach (var (request, expected) in new[]
        {
            (new ReadRequest { Offset = 0, MaxBytes = 0 }, "MaxBytes is 0"),
            (new ReadRequest { Offset = 0, Wait = TimeSpan.FromSeconds(21) }, "Wait is"),
            (new ReadRequest { Offset = 0, Wait = TimeSpan.FromSeconds(-1) }, "Wait is"),
        })
        {
            var refused = await Assert.ThrowsAsync<RocketException>(() => queue.Read(request, CancellationToken.None));
            Assert.Equal(RocketError.InvalidArgument, refused.Code);
            Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<ITopicQueueGrain> Queue(RocketCluster cluster)
    {
        await cluster.CreateTopic("orders", queues: 1);
        return cluster.Orleans.Client.GetGrain<ITopicQueueGrain>("orders/0");
    }

    private static AppendRequest Batch(long producerId, int epoch, int sequence, int count, string? tag = null)
    {
        using var builder = new RecordBatchBuilder();
        for (var index = 0; index < count; index++)
        {
            var record = new RecordData { Body = new byte[] { (byte)index }, Tag = tag };
            Assert.True(builder.TryAdd(in record));
        }

        return new AppendRequest(builder.Build(producerId, epoch, sequence).ToArray());
    }

    private static async Task<RocketError> Refused(ITopicQueueGrain queue, AppendRequest request) =>
        (await Assert.ThrowsAsync<RocketException>(() => queue.Append(request))).Code;
}
