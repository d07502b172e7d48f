using OrleansRocket.State;

namespace OrleansRocket.Groups;

/// <summary>
/// The committed offsets of one group, in the system topic of groups, its quota, which topics it reads by simple consumers and
/// which queues are claimed. All but the quota are kept with the id of its topic: the offsets of a topic that
/// was deleted say nothing about a new one of the same name, and would skip its messages.
/// </summary>
/// <param name="group">The group's name.</param>
/// <param name="log">Where the offsets are kept.</param>
/// <param name="topicId">The id of a topic, or 0 when there is none of that name.</param>
internal sealed class GroupOffsets(string group, StateLog log, Func<string, long> topicId) : IDisposable
{
    private readonly string _prefix = OffsetKey.Prefix(group);

    private readonly string _popPrefix = OffsetKey.PopPrefix(group);

    private readonly string _claimPrefix = OffsetKey.ClaimPrefix(group);

    private readonly string _quotaKey = OffsetKey.Quota(group);

    private readonly Dictionary<QueueName, StoredOffset> _offsets = [];

    private readonly Dictionary<QueueName, StoredClaim> _claims = [];

    /// <summary>By topic; the offset is the incarnation.</summary>
    private readonly Dictionary<string, StoredOffset> _pops = [];

    /// <summary>How much the group may read.</summary>
    public GroupQuota Quota { get; private set; } = GroupQuota.None;

    /// <summary>Greater for every later activation of the group.</summary>
    public int Epoch => log.Epoch;

    /// <summary>The offsets of all topics that still exist.</summary>
    public IEnumerable<QueueProgress> All => _offsets
        .Where(entry => entry.Value.TopicId == topicId(entry.Key.Topic))
        .Select(entry => new QueueProgress(entry.Key, entry.Value.Offset));

    /// <summary>The next offset to read, or -1 when the group never read the queue.</summary>
    public long Find(QueueName queue) =>
        _offsets.TryGetValue(queue, out var entry) && entry.TopicId == topicId(queue.Topic) ? entry.Offset : -1;

    /// <summary>The topics that are read by simple consumers.</summary>
    public IEnumerable<string> PopTopics => _pops.Keys.Where(topic => FindPop(topic) != 0);

    /// <summary>The incarnation under which a topic is read by simple consumers, or 0 when it is not.</summary>
    public long FindPop(string topic) => _pops.TryGetValue(topic, out var entry) && entry.TopicId == topicId(topic) ? entry.Offset : 0;

    /// <summary>The queues that are claimed.</summary>
    public IEnumerable<QueueClaim> Claims => _claims
        .Where(entry => entry.Value.TopicId == topicId(entry.Key.Topic))
        .Select(entry => new QueueClaim(entry.Key, entry.Value.Owner, entry.Value.Generation));

    /// <summary>The generation of the claim of a queue, or 0 when it is not claimed.</summary>
    public long FindClaim(QueueName queue) =>
        _claims.TryGetValue(queue, out var entry) && entry.TopicId == topicId(queue.Topic) ? entry.Generation : 0;

    public Task StoreClaim(QueueName queue, long generation, string owner) =>
        Write([new StateRecord(_claimPrefix + queue, new StoredClaim(generation, topicId(queue.Topic), owner).ToBytes())]);

    /// <summary>Stores where a topic goes on, and ends the claims of its queues.</summary>
    public Task Reset(string topic, IReadOnlyList<QueueCommit> commits) => Write([
        .. commits.Select(Offset),
        .. _claims.Keys.Where(queue => queue.Topic == topic).Select(queue => new StateRecord(_claimPrefix + queue, null))]);

    public Task StorePop(string topic, long incarnation) =>
        Write([new StateRecord(_popPrefix + topic, new StoredOffset(incarnation, topicId(topic)).ToBytes())]);

    public Task StoreQuota(GroupQuota quota) => Write([new StateRecord(_quotaKey, quota == GroupQuota.None ? (ReadOnlyMemory<byte>?)null : quota.ToBytes())]);

    public Task Load() => log.Open(Apply);

    public Task Store(IReadOnlyList<QueueCommit> commits) => Write([.. commits.Select(Offset)]);

    public Task Clear() => Write([
        .. _offsets.Keys.Select(queue => new StateRecord(_prefix + queue, null)),
        .. _pops.Keys.Select(topic => new StateRecord(_popPrefix + topic, null)),
        .. _claims.Keys.Select(queue => new StateRecord(_claimPrefix + queue, null)),
        .. Quota == GroupQuota.None ? Array.Empty<StateRecord>() : [new StateRecord(_quotaKey, null)]]);

    public void Dispose() => log.Dispose();

    private StateRecord Offset(QueueCommit commit) =>
        new(_prefix + commit.Queue, new StoredOffset(commit.Offset, topicId(commit.Queue.Topic)).ToBytes());

    private async Task Write(IReadOnlyList<StateRecord> records)
    {
        if (records.Count == 0)
            return;
        var offset = await log.Write(records);
        foreach (var record in records)
            Apply(record, offset++);
    }

    private void Apply(StateRecord record, long offset)
    {
        if (record.Key.StartsWith(_prefix, StringComparison.Ordinal))
            Apply(_offsets, QueueName.Parse(record.Key[_prefix.Length..]), record.Value, StoredOffset.Parse);
        else if (record.Key.StartsWith(_popPrefix, StringComparison.Ordinal))
            Apply(_pops, record.Key[_popPrefix.Length..], record.Value, StoredOffset.Parse);
        else if (record.Key.StartsWith(_claimPrefix, StringComparison.Ordinal))
            Apply(_claims, QueueName.Parse(record.Key[_claimPrefix.Length..]), record.Value, StoredClaim.Parse);
        else if (record.Key == _quotaKey)
            Quota = record.Value is { } quota ? GroupQuota.Parse(quota.Span) : GroupQuota.None;
    }

    private static void Apply<TKey, TValue>(Dictionary<TKey, TValue> entries, TKey key, ReadOnlyMemory<byte>? value, Func<ReadOnlySpan<byte>, TValue> parse)
        where TKey : notnull
    {
        if (value is { } stored)
            entries[key] = parse(stored.Span);
        else
            entries.Remove(key);
    }
}
