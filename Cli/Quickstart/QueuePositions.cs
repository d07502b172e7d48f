using OrleansRocket.Groups;
using OrleansRocket.Queues;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>
/// Tells, for each message that comes, whether it belongs to this run, to an earlier one, or came before. Messages come in the order of
/// their offsets; one that comes again, because the consumer lost its session for a moment, is not counted twice.
/// </summary>
internal sealed class QueuePositions
{
    private readonly long[] _next;
    private readonly long[] _ownFrom;

    private QueuePositions(long[] next, long[] ownFrom, long missing)
    {
        _next = next;
        _ownFrom = ownFrom;
        Missing = missing;
    }

    /// <summary>How many messages have to come yet.</summary>
    public long Missing { get; private set; }

    /// <summary>How many messages of earlier runs have come.</summary>
    public long CaughtUp { get; private set; }

    /// <summary>Notes where each queue stood before and after sending, and where the group is.</summary>
    public static QueuePositions Of(IReadOnlyList<QueueDescription> before, IReadOnlyList<QueueDescription> after, IReadOnlyList<QueueProgress> group)
    {
        var next = new long[after.Count];
        var ownFrom = new long[after.Count];
        var missing = 0L;
        for (var queue = 0; queue < after.Count; queue++)
        {
            var committed = group.FirstOrDefault(progress => progress.Queue == after[queue].Name)?.CommittedOffset ?? 0;
            next[queue] = Math.Max(after[queue].StartOffset, committed);
            ownFrom[queue] = before[queue].EndOffset;
            missing += Math.Max(0, after[queue].EndOffset - next[queue]);
        }

        return new QueuePositions(next, ownFrom, missing);
    }

    /// <summary>Notes a message.</summary>
    /// <returns>True when it belongs to this run.</returns>
    public bool Take(int queue, long offset)
    {
        if (offset < _next[queue])
            return false;
        _next[queue] = offset + 1;
        Missing--;
        if (offset >= _ownFrom[queue])
            return true;
        CaughtUp++;
        return false;
    }
}
