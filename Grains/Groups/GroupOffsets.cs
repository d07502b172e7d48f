using OrleansRocket.State;

namespace OrleansRocket.Groups;

/// <summary>
/// The committed offsets of one group, in the system topic of groups. Each is kept with the id of its topic: the offsets of a topic that
/// was deleted say nothing about a new one of the same name, and would skip its messages.
/// </summary>
/// <param name="group">The group's name.</param>
/// <param name="log">Where the offsets are kept.</param>
/// <param name="topicId">The id of a topic, or 0 when there is none of that name.</param>
internal sealed class GroupOffsets(string group, StateLog log, Func<string, long> topicId) : IDisposable
{
    private readonly string _prefix = OffsetKey.Prefix(group);

    private readonly Dictionary<QueueName, StoredOffset> _offsets = [];

    /// <summary>Greater for every later activation of the group.</summary>
    public int Epoch => log.Epoch;

    /// <summary>The offsets of all topics that still exist.</summary>
    public IEnumerable<QueueProgress> All => _offsets
        .Where(entry => entry.Value.TopicId == topicId(entry.Key.Topic))
        .Select(entry => new QueueProgress(entry.Key, entry.Value.Offset));

    /// <summary>The next offset to read, or -1 when the group never read the queue.</summary>
    public long Find(QueueName queue) =>
        _offsets.TryGetValue(queue, out var entry) && entry.TopicId == topicId(queue.Topic) ? entry.Offset : -1;

    public Task Load() => log.Open(Apply);

    public Task Store(IReadOnlyList<QueueCommit> commits) => Write(
        [.. commits.Select(commit => new StateRecord(
            _prefix + commit.Queue,
            new StoredOffset(commit.Offset, topicId(commit.Queue.Topic)).ToBytes()))]);

    public Task Clear() => Write([.. _offsets.Keys.Select(queue => new StateRecord(_prefix + queue, null))]);

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
        if (!record.Key.StartsWith(_prefix, StringComparison.Ordinal))
            return;
        var queue = QueueName.Parse(record.Key[_prefix.Length..]);
        if (record.Value is not { } value)
        {
            _offsets.Remove(queue);
            return;
        }

        _offsets[queue] = StoredOffset.Parse(value.Span);
    }
}
