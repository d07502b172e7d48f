using OrleansRocket.Groups;
using OrleansRocket.Log.Records;
using OrleansRocket.Pop;
using OrleansRocket.Queues;

namespace OrleansRocket;

/// <summary>Describes consumer groups.</summary>
public sealed class RocketGroups
{
    private readonly ClientContext _context;

    private readonly RocketTopics _topics;

    internal RocketGroups(ClientContext context, RocketTopics topics)
    {
        _context = context;
        _topics = topics;
    }

    /// <summary>All groups that have read something of a topic that still exists, by name. Reads what is stored and wakes no group.</summary>
    public async Task<IReadOnlyList<GroupSummary>> ListAsync()
    {
        var topics = (await _topics.ListAsync(includeSystem: true)).ToDictionary(route => route.Config.Topic);
        if (!topics.TryGetValue(SystemTopic.Groups, out var system))
            return [];
        var stored = new Dictionary<(string Group, QueueName Queue), StoredOffset>();
        foreach (var queue in system.Queues)
            await Read(_context.Queue(new QueueName(SystemTopic.Groups, queue.Queue)), stored);
        return [.. stored
            .Where(entry => topics.TryGetValue(entry.Key.Queue.Topic, out var route) && route.Id == entry.Value.TopicId)
            .GroupBy(entry => entry.Key.Group, entry => new QueueProgress(entry.Key.Queue, entry.Value.Offset))
            .Select(group => new GroupSummary(group.Key, [.. group.OrderBy(progress => progress.Queue)]))
            .OrderBy(group => group.Group, StringComparer.Ordinal)];
    }

    /// <summary>The members of a group and its progress.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotFound"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    public Task<GroupDescription> DescribeAsync(string group) => Group(group).Describe();

    /// <summary>Forgets a group's progress.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotEmpty"/> when it has members, or simple consumers that wait or have messages,
    /// <see cref="RocketError.InvalidArgument"/>.</exception>
    public async Task DeleteAsync(string group)
    {
        foreach (var (queue, state) in await DescribePop(group))
        {
            if (state.IsLive)
                throw new RocketException(RocketError.GroupNotEmpty, $"consumer group '{group}' is reading queue {queue}: {state.Invisible} messages are handed out, and {state.Waiting} simple consumers wait");
        }

        await Group(group).Delete();
    }

    /// <summary>The queues that a group reads by simple consumers, in order; empty when it reads none.</summary>
    internal async Task<IReadOnlyList<(QueueName Queue, PopDescription State)>> DescribePop(string group)
    {
        GroupDescription described;
        try
        {
            described = await Group(group).Describe();
        }
        catch (RocketException unknown) when (unknown.Code == RocketError.GroupNotFound)
        {
            return [];
        }

        var queues = new List<(QueueName, PopDescription)>();
        foreach (var topic in described.PopTopics)
        {
            for (var queue = 0; queue < (await _topics.FindAsync(topic))?.Queues.Count; queue++)
                queues.Add((new QueueName(topic, queue), await Pop(group, new QueueName(topic, queue)).Describe()));
        }

        return queues;
    }

    internal IPopGrain Pop(string group, QueueName queue) => _context.Grains.GetGrain<IPopGrain>(new PopName(group, queue).ToString());

    private static async Task Read(ITopicQueueGrain queue, Dictionary<(string Group, QueueName Queue), StoredOffset> stored)
    {
        for (var offset = 0L; ;)
        {
            var reply = await queue.Read(new ReadRequest { Offset = offset }, CancellationToken.None);
            if (reply.Status == ReadStatus.NoNewMessage)
                return;
            var batches = reply.Batches;
            while (RecordBatch.TryRead(batches, out var batch, out batches))
            {
                batch.Verify();
                foreach (var record in batch.Records)
                    Apply(record, stored);
            }

            offset = reply.NextOffset;
        }
    }

    private static void Apply(in RecordView record, Dictionary<(string Group, QueueName Queue), StoredOffset> stored)
    {
        if (record.Keys is not { } key || !OffsetKey.TryParse(key, out var group, out var queue))
            return;
        if (record.IsTombstone)
            stored.Remove((group, queue));
        else
            stored[(group, queue)] = StoredOffset.Parse(record.Body.Span);
    }

    private IConsumerGroupGrain Group(string group)
    {
        Name.CheckGroup(group);
        return _context.Grains.GetGrain<IConsumerGroupGrain>(group);
    }
}
