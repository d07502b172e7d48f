using System.Runtime.InteropServices;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Pop;

/// <summary>
/// Which messages of a queue are handed out and which are done: pure state, changed by <see cref="PopChange"/>s alone, so that it is the same
/// again when they are read back. Below <see cref="Next"/>, what is not leased is done.
/// </summary>
internal sealed class PopState
{
    /// <summary>By offset, without overlaps.</summary>
    private readonly List<PopLease> _leases = [];

    /// <summary>No lease ends before.</summary>
    private long _earliest = long.MaxValue;

    /// <summary>Whether it is known where the group is.</summary>
    public bool HasBegun => Next >= 0;

    /// <summary>The next offset that was never handed out; -1 before the beginning.</summary>
    public long Next { get; private set; } = -1;

    /// <summary>How many messages are handed out and not done, those included whose time is over.</summary>
    public int InFlight { get; private set; }

    /// <summary>Everything below is done.</summary>
    public long Committed => _leases.Count > 0 ? _leases[0].First : Next;

    /// <summary>Before this time, in Unix milliseconds, nothing comes back.</summary>
    public long EarliestVisibleMs => _earliest;

    /// <summary>By offset.</summary>
    public IReadOnlyList<PopLease> Leases => _leases;

    public void Apply(in PopChange change)
    {
        var lease = change.Lease;
        switch (change.Kind)
        {
            case PopChangeKind.Start:
                _leases.Clear();
                (_earliest, InFlight, Next) = (long.MaxValue, 0, lease.First);
                break;
            case PopChangeKind.Next:
                Remove(new OffsetRange(lease.First, long.MaxValue));
                Next = lease.First;
                break;
            case PopChangeKind.Lease:
                Insert(Remove(lease.Range), lease);
                Next = Math.Max(Next, lease.End);
                break;
            default:
                Remove(lease.Range);
                break;
        }
    }

    /// <summary>Finds leases that can be handed out again, oldest offsets first.</summary>
    /// <param name="nowMs">The time.</param>
    /// <param name="maxMessages">The most messages.</param>
    /// <param name="maxPieces">The most leases.</param>
    /// <returns>What the leases are now; the last one may be a part of one.</returns>
    public List<PopLease> FindVisible(long nowMs, int maxMessages, int maxPieces)
    {
        var found = new List<PopLease>();
        if (nowMs < _earliest)
            return found;
        var earliest = long.MaxValue;
        foreach (ref readonly var lease in CollectionsMarshal.AsSpan(_leases))
        {
            if (lease.VisibleAtMs > nowMs)
            {
                earliest = Math.Min(earliest, lease.VisibleAtMs);
                continue;
            }

            if (maxMessages == 0 || found.Count == maxPieces)
                return found;
            found.Add(lease with { End = Math.Min(lease.End, lease.First + maxMessages) });
            maxMessages -= found[^1].Count;
        }

        // Those that were found stay as they are until they have been changed.
        if (found.Count == 0)
            _earliest = earliest;
        return found;
    }

    /// <summary>True when something can be handed out again.</summary>
    public bool HasVisible(long nowMs) => FindVisible(nowMs, 1, 1).Count > 0;

    /// <summary>How many messages somebody has at the moment.</summary>
    public int CountInvisible(long nowMs)
    {
        var count = 0;
        foreach (ref readonly var lease in CollectionsMarshal.AsSpan(_leases))
            count += lease.VisibleAtMs > nowMs ? lease.Count : 0;
        return count;
    }

    /// <summary>Looks at what a receipt stands for.</summary>
    /// <param name="range">Its offsets.</param>
    /// <param name="generation">Its hand-out.</param>
    /// <param name="owned">Takes the leases, or parts of them, that are still of this hand-out.</param>
    /// <param name="refused">Takes the offsets that were handed out again since, or not at all.</param>
    public void Match(OffsetRange range, long generation, List<PopLease> owned, List<OffsetRange> refused)
    {
        for (var index = Find(range.First); index < _leases.Count && _leases[index].First < range.End; index++)
        {
            var lease = _leases[index];
            var common = lease.Range.Intersect(range);
            if (lease.Generation == generation)
                owned.Add(lease with { First = common.First, End = common.End });
            else
                refused.Add(common);
        }

        if (range.End > Next)
            refused.Add(range with { First = Math.Max(range.First, Next) });
    }

    /// <summary>The first lease that ends beyond an offset.</summary>
    private int Find(long offset)
    {
        var (low, high) = (0, _leases.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_leases[middle].End > offset)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>Takes offsets out of the leases that hold them; returns where a lease of them belongs.</summary>
    private int Remove(OffsetRange range)
    {
        var first = Find(range.First);
        var end = first;
        var (before, after) = (default(PopLease), default(PopLease));
        for (; end < _leases.Count && _leases[end].First < range.End; end++)
        {
            var lease = _leases[end];
            InFlight -= (int)lease.Range.Intersect(range).Count;
            if (lease.First < range.First)
                before = lease with { End = range.First };
            if (lease.End > range.End)
                after = lease with { First = range.End };
        }

        if (end == first)
            return first;
        _leases.RemoveRange(first, end - first);
        if (after.Generation != 0)
            _leases.Insert(first, after);
        if (before.Generation == 0)
            return first;
        _leases.Insert(first, before);
        return first + 1;
    }

    private void Insert(int index, in PopLease lease)
    {
        InFlight += lease.Count;
        _earliest = Math.Min(_earliest, lease.VisibleAtMs);
        if (index > 0 && _leases[index - 1] with { First = lease.First, End = lease.End } == lease && _leases[index - 1].End == lease.First)
            _leases[index - 1] = _leases[index - 1] with { End = lease.End };
        else
            _leases.Insert(index, lease);
    }
}
