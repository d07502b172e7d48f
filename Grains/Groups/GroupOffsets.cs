using OrleansRocket.State;

namespace OrleansRocket.Groups;

/// <summary>
/// The committed offsets of one group, in the system topic of groups, and which topics it reads by simple consumers. Each is kept with the id of its topic: the offsets of a topic that
/// was deleted say nothing about a new one of the same name, and would skip its messages.
/// </summary>
/// <param name="group">The group's name.</param>
/// <param name="log">Where the offsets are kept.</param>
/// <param name="topicId">The id of a topic, or 0 when there is none of that name.</param>
internal sealed class GroupOffsets(string group, StateLog log, Func<string, long> topicId) : IDisposable
{
    private readonly string _prefix = OffsetKey.Prefix(group);

    private readonly string _popPrefix = OffsetKey.PopPrefix(group);

    private readonly Dictionary<QueueName, StoredOffset> _offsets = [];

    /// <summary>By topic; the offset is the incarnation.</summary>
    private readonly Dictionary<string, StoredOffset> _pops = [];

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

    public Task StorePop(string topic, long incarnation) =>
        Write([new StateRecord(_popPrefix + topic, new StoredOffset(incarnation, topicId(topic)).ToBytes())]);

    public Task Load() => log.Open(Apply);

    public Task Store(IReadOnlyList<QueueCommit> commits) => Write(
        [.. commits.Select(commit => new StateRecord(
            _prefix + commit.Queue,
            new StoredOffset(commit.Offset, topicId(commit.Queue.Topic)).ToBytes()))]);

    public Task Clear() => Write([
        .. _offsets.Keys.Select(queue => new StateRecord(_prefix + queue, null)),
        .. _pops.Keys.Select(topic => new StateRecord(_popPrefix + topic, null))]);

    public void Dispose() => log.Dispose();

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
            Apply(_offsets, QueueName.Parse(record.Key[_prefix.Length..]), record.Value);
        else if (record.Key.StartsWith(_popPrefix, StringComparison.Ordinal))
            Apply(_pops, record.Key[_popPrefix.Length..], record.Value);
    }

    private static void Apply<TKey>(Dictionary<TKey, StoredOffset> entries, TKey key, ReadOnlyMemory<byte>? value)
        where TKey : notnull
    {
        if (value is { } stored)
            entries[key] = StoredOffset.Parse(stored.Span);
        else
            entries.Remove(key);
    }
}
