using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// The network between the silos and the client of a simulated cluster. Its faults fall by the seed. Nodes are named
/// as the silos are; the client is <see cref="SimulatedCluster.ClientName"/>.
/// </summary>
public sealed class SimulatedNetwork
{
    private const string Everybody = "*";

    private readonly HashSet<(string, string)> _cut = [];
    private readonly HashSet<string> _deaf = [];

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

    /// <summary>The share of messages that take up to <see cref="LongDelay"/>, from 0 to 1. Default: 0.</summary>
    public double DelayRate { get; set; }

    /// <summary>How long a message takes at most that is held up, or repeated. Default: 1 s.</summary>
    public TimeSpan LongDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The share of requests to <see cref="MayRepeat"/> that arrive once more later, from 0 to 1. Default: 0.</summary>
    public double RepeatRate { get; set; }

    /// <summary>The grains that must bear requests which arrive twice. Default: none.</summary>
    public Predicate<GrainId> MayRepeat { get; set; } = static _ => false;

    /// <summary>Whether the sender to a silo that has ended is told at once, as by a connection that breaks, or waits in vain. Default: true.</summary>
    public bool RefusesForTheDead { get; set; } = true;

    /// <summary>How many messages were lost so far, by chance or by a cut.</summary>
    public long Dropped { get; internal set; }

    /// <summary>How many messages were lost by chance so far.</summary>
    public long DroppedByChance { get; internal set; }

    /// <summary>How many messages were sent so far.</summary>
    public long Sent { get; internal set; }

    /// <summary>How many messages were held up so far.</summary>
    public long Delayed { get; internal set; }

    /// <summary>How many messages have overtaken others so far.</summary>
    public long Reordered { get; internal set; }

    /// <summary>How many messages came once more so far.</summary>
    public long Repeated { get; internal set; }

    internal event Action? Healed;

    /// <summary>Loses all messages between two nodes, in both directions, until <see cref="Heal"/>.</summary>
    public void Cut(string one, string other)
    {
        CutOneWay(one, other);
        CutOneWay(other, one);
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

    /// <summary>Loses all messages from one node to another, but not those back, until <see cref="Heal"/>.</summary>
    public void CutOneWay(string from, string to) => _cut.Add((from, to));

    /// <summary>
    /// Cuts a silo off from everything, the membership included: it does not hear that it is declared dead, and goes on
    /// running beside its successors until <see cref="Heal"/>.
    /// </summary>
    public void Isolate(string silo) => _cut.Add((silo, Everybody));

    /// <summary>Keeps changes of the membership from a node until <see cref="Heal"/>. Its messages go on: a silo that was declared dead
    /// and does not hear of it talks to its successors.</summary>
    public void Deafen(string node) => _deaf.Add(node);

    /// <summary>Ends all cuts. A silo that was declared dead meanwhile hears of it and ends.</summary>
    public void Heal()
    {
        _cut.Clear();
        _deaf.Clear();
        Healed?.Invoke();
    }

    internal bool IsCut(string from, string to) =>
        _cut.Contains((from, to)) || _cut.Contains((from, Everybody)) || _cut.Contains((to, Everybody));

    internal bool HearsOfMembers(string node) => !_deaf.Contains(node) && !_cut.Contains((node, Everybody));
}
