namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>How often each fault has struck.</summary>
internal sealed class FaultHits
{
    private readonly long[] _hits = new long[Enum.GetValues<Fault>().Length];

    public long this[Fault fault] => _hits[(int)fault];

    public IEnumerable<Fault> Never => Enum.GetValues<Fault>().Where(fault => this[fault] == 0);

    public void Add(Fault fault, long times = 1) => _hits[(int)fault] += times;

    public void Add(FaultHits others)
    {
        foreach (var fault in Enum.GetValues<Fault>())
            Add(fault, others[fault]);
    }

    public override string ToString() => string.Join(", ", Enum.GetValues<Fault>().Select(fault => $"{fault} {this[fault]}"));
}
