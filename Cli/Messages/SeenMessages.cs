namespace OrleansRocket.Cli.Messages;

/// <summary>
/// Knows which messages have been written already. After a restart of the broker the group has forgotten its members, and what was
/// acknowledged and not yet committed comes again: a consumer that lived on leaves it out.
/// </summary>
internal sealed class SeenMessages
{
    private readonly Dictionary<QueueName, (long Next, DateTimeOffset StoredAt)> _queues = [];

    /// <summary>Notes a message.</summary>
    /// <returns>False when it came before.</returns>
    public bool IsNew(QueueName queue, long offset, DateTimeOffset storedAt)
    {
        // Within a queue the time never falls. A smaller offset that was stored later is another message: the topic was created anew, or a
        // loss of power took the queue's end away.
        if (_queues.TryGetValue(queue, out var last) && offset < last.Next && storedAt <= last.StoredAt)
            return false;
        _queues[queue] = (offset + 1, storedAt);
        return true;
    }
}
