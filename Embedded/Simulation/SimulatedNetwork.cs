namespace Orleans.Embedded;

/// <summary>
/// The network between the silos and the client of a simulated cluster. Its faults fall by the seed. Nodes are named
/// as the silos are; the client is <see cref="SimulatedCluster.ClientName"/>.
/// </summary>
public sealed class SimulatedNetwork
{
    private readonly HashSet<(string, string)> _cut = [];

    internal SimulatedNetwork()
    {
    }

    /// <summary>The shortest time that a message takes. Default: 0.1 ms.</summary>
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMicroseconds(100);

    /// <summary>The longest time that a message takes. Default: 1 ms.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether messages between two nodes may overtake each other. Default: false.</summary>
    public bool Reorders { get; set; }

    /// <summary>The share of messages that are lost, from 0 to 1. Default: 0.</summary>
    public double DropRate { get; set; }

    /// <summary>How many messages were lost so far, by chance or by a cut.</summary>
    public long Dropped { get; internal set; }

    /// <summary>How many messages were sent so far.</summary>
    public long Sent { get; internal set; }

    internal event Action? Healed;

    /// <summary>Loses all messages between two nodes, in both directions, until <see cref="Heal"/>.</summary>
    public void Cut(string one, string other)
    {
        _cut.Add((one, other));
        _cut.Add((other, one));
    }

    /// <summary>Loses all messages between two groups of nodes, in both directions, until <see cref="Heal"/>.</summary>
    public void Cut(IEnumerable<string> some, IEnumerable<string> others)
    {
        var right = others.ToList();
        foreach (var one in some)
        {
            right.ForEach(other => Cut(one, other));
        }
    }

    /// <summary>
    /// Cuts a silo off from everything, the membership included: it does not hear that it is declared dead, and goes on
    /// running beside its successors until <see cref="Heal"/>.
    /// </summary>
    public void Isolate(string silo) => _cut.Add((silo, "*"));

    /// <summary>Ends all cuts. A silo that was declared dead meanwhile hears of it and ends.</summary>
    public void Heal()
    {
        _cut.Clear();
        Healed?.Invoke();
    }

    internal bool IsCut(string from, string to) =>
        _cut.Contains((from, to)) || _cut.Contains((from, "*")) || _cut.Contains((to, "*"));

    internal bool IsIsolated(string node) => _cut.Contains((node, "*"));
}
