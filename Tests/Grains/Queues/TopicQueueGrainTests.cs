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
    public async Task An_SQL_filter_finds_what_matches_in_any_batch_and_moves_past_the_rest()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        for (var index = 0; index < 20; index++)
            await queue.Append(Batch(1, 0, 3 * index, 3, tag: "t", amount: index));
        var request = new ReadRequest { Offset = 0, Sql = "amount BETWEEN 4 AND 5 OR amount = 17" };
        var found = await queue.Read(request, CancellationToken.None);
        var offsets = new List<long>();
        for (var rest = found.Batches; RecordBatch.TryRead(rest, out var batch, out rest);)
        {
            batch.Verify();
            foreach (var record in batch.Records)
                offsets.Add(record.Offset);
        }

        Assert.Equal([12, 13, 14, 15, 16, 17, 51, 52, 53], offsets);
        Assert.Equal((ReadStatus.Found, 60), (found.Status, found.NextOffset));
        var none = await queue.Read(request with { Sql = "amount > 100" }, CancellationToken.None);
        Assert.Equal((ReadStatus.NoNewMessage, 60), (none.Status, none.NextOffset));
        var tagged = await queue.Read(request with { Sql = "TAGS = 't' AND amount = 0" }, CancellationToken.None);
        Assert.Equal(3, RecordBatchHeader.RecordCount(tagged.Batches.Span));
    }

    [Fact]
    public async Task A_filter_that_matches_nothing_looks_at_a_limited_part_of_the_log_for_each_request()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        for (var index = 0; index < 12; index++)
            await queue.Append(Batch(1, 0, index, 1, amount: index, bytes: 1024 * 1024));
        var reply = await queue.Read(new ReadRequest { Offset = 0, Sql = "amount < 0" }, CancellationToken.None);
        Assert.Equal((ReadStatus.NoMatchedMessage, 8), (reply.Status, reply.NextOffset));
        reply = await queue.Read(new ReadRequest { Offset = reply.NextOffset, Sql = "amount < 0" }, CancellationToken.None);
        Assert.Equal((ReadStatus.NoNewMessage, 12), (reply.Status, reply.NextOffset));
    }

    [Fact]
    public async Task A_filtered_read_that_waits_is_answered_by_the_message_that_matches_and_not_by_others()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        var waiting = queue.Read(new ReadRequest { Offset = 0, Sql = "amount = 2", Wait = TimeSpan.FromSeconds(20) }, CancellationToken.None);
        for (var index = 0; index < 3; index++)
            await queue.Append(Batch(1, 0, index, 1, amount: index));
        var reply = await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((ReadStatus.Found, 3), (reply.Status, reply.NextOffset));
        Assert.Equal(2, RecordBatchHeader.LastOffset(reply.Batches.Span));
    }

    [Fact]
    public async Task A_filtered_read_of_a_damaged_batch_fails()
    {
        using var directory = new TestDirectory();
        await using var cluster = await RocketCluster.Start(directory: directory);
        var queue = await Queue(cluster);
        for (var index = 0; index < 2; index++)
            await queue.Append(Batch(1, 0, index, 1, tag: "damaged", amount: index));
        FlipBit(directory.Path, "damaged"u8);
        foreach (var request in new[] { new ReadRequest { Offset = 0, Sql = "amount = 0" }, new ReadRequest { Offset = 0, TagHashes = [TagHash.Of("damaged")] } })
        {
            // What matches in the batch before is not held back.
            var found = await queue.Read(request, CancellationToken.None);
            var refused = await Assert.ThrowsAsync<RocketException>(() => queue.Read(request with { Offset = 1 }, CancellationToken.None));
            Assert.Equal((ReadStatus.Found, 1), (found.Status, found.NextOffset));
            Assert.Equal(RocketError.StorageFailed, refused.Code);
            Assert.Contains("orders/0", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_is_refused_with_its_column()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        var refused = await Assert.ThrowsAsync<RocketException>(() => queue.Read(new ReadRequest { Offset = 0, Sql = "amount >" }, CancellationToken.None));
        Assert.Equal(RocketError.InvalidFilter, refused.Code);
        Assert.Contains("'amount >' is wrong at column 9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_request_is_refused_by_name()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        foreach (var (request, expected) in new[]
        {
            (new ReadRequest { Offset = 0, MaxBytes = 0 }, "MaxBytes is 0"),
            (new ReadRequest { Offset = 0, TagHashes = [1], Sql = "TRUE" }, "TagHashes and Sql exclude each other"),
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

    /// <summary>Changes the last place of a text in the queue's log.</summary>
    private static void FlipBit(string directory, ReadOnlySpan<byte> text)
    {
        var path = Directory.EnumerateFiles(directory, "*.log", SearchOption.AllDirectories).Single(path => path.Contains("/orders/", StringComparison.Ordinal));
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[64 * 1024];
        var end = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var position = bytes.AsSpan(0, end).LastIndexOf(text);
        file.Position = position;
        file.WriteByte((byte)(bytes[position] ^ 1));
    }

    private static byte[] Body(int index, int bytes)
    {
        var body = new byte[bytes];
        body[0] = (byte)index;
        return body;
    }

    private static AppendRequest Batch(long producerId, int epoch, int sequence, int count, string? tag = null, int? amount = null, int bytes = 1)
    {
        using var builder = new RecordBatchBuilder();
        for (var index = 0; index < count; index++)
        {
            var record = new RecordData { Body = Body(index, bytes), Tag = tag, Properties = amount is { } value ? [new("amount", $"{value}")] : null };
            Assert.True(builder.TryAdd(in record));
        }

        return new AppendRequest(builder.Build(producerId, epoch, sequence).ToArray());
    }

    private static async Task<RocketError> Refused(ITopicQueueGrain queue, AppendRequest request) =>
        (await Assert.ThrowsAsync<RocketException>(() => queue.Append(request))).Code;
}
