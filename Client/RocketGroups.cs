using OrleansRocket.Groups;
using OrleansRocket.Log.Records;
using OrleansRocket.Pop;
using OrleansRocket.Queues;
using OrleansRocket.Transactions;

namespace OrleansRocket;

/// <summary>Describes consumer groups, and puts them elsewhere.</summary>
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

    /// <summary>The transactional producers of a group that have asked for work within the last 30 s, by name.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>.</exception>
    public Task<IReadOnlyList<string>> ListProducersAsync(string producerGroup)
    {
        Name.CheckGroup(producerGroup);
        return _context.Grains.GetGrain<IProducerGroupGrain>(producerGroup).Producers();
    }

    /// <summary>Finds out where a group is on a topic and where it would be after a reset, and resets it. Also a group that never read the topic can
    /// be put somewhere. What was read and lies behind the new offset comes again; what lies before it is skipped.</summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="to">Where to; an offset that a queue does not have becomes the nearest that it has.</param>
    /// <param name="dryRun">True to change nothing.</param>
    /// <param name="force">True to do it although the group is reading the topic: its members begin again there.</param>
    /// <returns>What changes, by queue.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotEmpty"/>, <see cref="RocketError.TopicNotFound"/>,
    /// <see cref="RocketError.InvalidArgument"/>.</exception>
    public async Task<IReadOnlyList<OffsetReset>> ResetOffsetsAsync(string group, string topic, StartPosition to, bool dryRun = false, bool force = false)
    {
        var progress = await ProgressOf(group, topic);
        var resets = new List<OffsetReset>();
        foreach (var queue in await _topics.DescribeAsync(topic))
        {
            var wanted = await to.Find(_context.Queue(queue.Name));
            resets.Add(new OffsetReset(queue.Name, progress.GetValueOrDefault(queue.Name, -1), Math.Clamp(wanted, queue.StartOffset, queue.CommittedOffset)));
        }

        if (!dryRun)
            await Reset(group, topic, resets, force);
        return resets;
    }

    /// <summary>Puts a group where another one is on a topic.</summary>
    /// <param name="source">The group that is there.</param>
    /// <param name="target">The group that is put there.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="dryRun">True to change nothing.</param>
    /// <param name="force">True to do it although the target is reading the topic: its members begin again there.</param>
    /// <returns>What changes, by queue; those that the source never read are left out.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotFound"/> when the source never read the topic,
    /// <see cref="RocketError.GroupNotEmpty"/>, <see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    public async Task<IReadOnlyList<OffsetReset>> CloneOffsetsAsync(string source, string target, string topic, bool dryRun = false, bool force = false)
    {
        var from = await ProgressOf(source, topic);
        if (from.Count == 0)
            throw new RocketException(RocketError.GroupNotFound, $"consumer group '{source}' has never read topic '{topic}'");
        var before = await ProgressOf(target, topic);
        var resets = from.OrderBy(entry => entry.Key).Select(entry => new OffsetReset(entry.Key, before.GetValueOrDefault(entry.Key, -1), entry.Value)).ToList();
        if (!dryRun)
            await Reset(target, topic, resets, force);
        return resets;
    }

    private async Task<Dictionary<QueueName, long>> ProgressOf(string group, string topic)
    {
        Name.CheckTopic(topic);
        var pop = await DescribePop(group, topic);
        if (pop.Count > 0)
            return pop.Where(entry => entry.State.CommittedOffset >= 0).ToDictionary(entry => entry.Queue, entry => entry.State.CommittedOffset);
        try
        {
            var described = await Group(group).Describe();
            return described.Progress.Where(progress => progress.Queue.Topic == topic).ToDictionary(progress => progress.Queue, progress => progress.CommittedOffset);
        }
        catch (RocketException unknown) when (unknown.Code == RocketError.GroupNotFound)
        {
            return [];
        }
    }

    /// <summary>All queues are looked at before any is changed.</summary>
    private async Task Reset(string group, string topic, List<OffsetReset> resets, bool force)
    {
        var pop = await DescribePop(group, topic);
        if (pop.Count == 0)
        {
            await Group(group).ResetOffsets(topic, [.. resets.Select(reset => new QueueCommit(reset.Queue, 0, reset.To))], force);
            return;
        }

        if (!force)
            RefuseLive(group, pop);
        foreach (var reset in resets)
            await Pop(group, reset.Queue).Reset(reset.To, force);
    }

    private static void RefuseLive(string group, IReadOnlyList<(QueueName Queue, PopDescription State)> queues)
    {
        foreach (var (queue, state) in queues)
        {
            if (state.IsLive)
                throw new RocketException(RocketError.GroupNotEmpty, $"consumer group '{group}' is reading queue {queue}: {state.Invisible} messages are handed out, and {state.Waiting} simple consumers wait");
        }
    }

    /// <summary>Limits how much a group reads of each of its topics, from now on; <see cref="GroupQuota.None"/> takes the limit away. The group need not exist
    /// yet. Holds for its members and simple consumers, not for streams and for consumers without a group.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>.</exception>
    public Task SetQuotaAsync(string group, GroupQuota quota)
    {
        ArgumentNullException.ThrowIfNull(quota);
        quota.Check(group);
        return Group(group).SetQuota(quota);
    }

    /// <summary>Forgets a group's progress and its quota.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotEmpty"/> when it has members, or simple consumers that wait or have messages,
    /// <see cref="RocketError.InvalidArgument"/>.</exception>
    public async Task DeleteAsync(string group)
    {
        RefuseLive(group, await DescribePop(group));
        await Group(group).Delete();
    }

    /// <summary>The queues that a group reads by simple consumers, in order; empty when it reads none.</summary>
    internal async Task<IReadOnlyList<(QueueName Queue, PopDescription State)>> DescribePop(string group, string? only = null)
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
        foreach (var topic in described.PopTopics.Where(topic => only is null || topic == only))
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
