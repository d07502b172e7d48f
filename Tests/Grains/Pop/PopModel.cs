using OrleansRocket.Pop;

namespace OrleansRocket.Tests.Grains.Pop;

/// <summary>What a <see cref="PopState"/> should be: every offset by itself.</summary>
internal sealed class PopModel
{
    private readonly SortedDictionary<long, (long Generation, long VisibleAtMs, int Attempt)> _leased = [];

    public long Next { get; private set; } = -1;

    public IReadOnlyDictionary<long, (long Generation, long VisibleAtMs, int Attempt)> Leased => _leased;

    public long Committed => _leased.Count > 0 ? _leased.Keys.First() : Next;

    public void Apply(PopChange change)
    {
        var lease = change.Lease;
        switch (change.Kind)
        {
            case PopChangeKind.Start:
                _leased.Clear();
                Next = lease.First;
                break;
            case PopChangeKind.Next:
                foreach (var offset in _leased.Keys.Where(offset => offset >= lease.First).ToList())
                    _leased.Remove(offset);
                Next = lease.First;
                break;
            case PopChangeKind.Lease:
                for (var offset = lease.First; offset < lease.End; offset++)
                    _leased[offset] = (lease.Generation, lease.VisibleAtMs, lease.Attempt);
                Next = Math.Max(Next, lease.End);
                break;
            default:
                for (var offset = lease.First; offset < lease.End; offset++)
                    _leased.Remove(offset);
                break;
        }
    }
}
