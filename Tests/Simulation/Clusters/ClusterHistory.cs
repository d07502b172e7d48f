using System.Globalization;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>What the producers and consumers of a run saw, compared with what the brokers call committed.</summary>
internal sealed class ClusterHistory(Func<TimeSpan> now)
{
    private readonly HashSet<string> _sent = [];
    private readonly Dictionary<(QueueName Queue, long Offset), string> _acknowledged = [];
    private readonly Dictionary<(QueueName Queue, long Offset), string> _committed = [];
    private readonly Dictionary<string, (QueueName Queue, long Offset)> _places = [];
    private readonly Dictionary<(QueueName Queue, long Offset), string> _consumed = [];
    private readonly Dictionary<(QueueName Queue, string Producer), int> _last = [];

    /// <summary>Messages acknowledged as the topic's replication demands.</summary>
    public int Acknowledged => _acknowledged.Count;

    public int Consumed { get; private set; }

    /// <summary>Delayed messages and those in transactions.</summary>
    public HeldHistory Held { get; } = new(now);

    /// <summary>What groups do with their messages.</summary>
    public GroupHistory Groups { get; } = new(now);

    /// <summary>Sends that were answered with less than the topic's guarantee, or not at all.</summary>
    public int Unsure { get; set; }

    public void Sending(string text) => InvariantException.ThrowUnless(_sent.Add(text), $"{text} was sent before");

    public void Acked(SendReceipt receipt, string text)
    {
        if (receipt.Status != SendStatus.SendOk)
        {
            Unsure++;
            return;
        }

        var at = (receipt.Queue, receipt.Offset);
        InvariantException.ThrowUnless(_acknowledged.TryAdd(at, text), $"{receipt.Queue}/{receipt.Offset} is acknowledged for '{text}' and for '{_acknowledged.GetValueOrDefault(at)}'");
        CompareAcknowledged(at);
    }

    /// <summary>A message is committed; told once for each offset, in their order.</summary>
    public void Committed(QueueName queue, long offset, string text)
    {
        text = text.TrimEnd('.');
        InvariantException.ThrowUnless(_sent.Contains(text), $"{queue}/{offset} is '{text}', which was never sent");
        InvariantException.ThrowUnless(_places.TryAdd(text, (queue, offset)), $"'{text}' is stored twice: {_places.GetValueOrDefault(text)} and {queue}/{offset}");
        _committed[(queue, offset)] = text;
        if (queue.Topic == ClusterPlan.Later)
            Held.Came(text);
        if (queue.Topic == ClusterPlan.Tasks)
            Groups.Came(text);
        CompareAcknowledged((queue, offset));
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (producer, number) = ((queue, text[..dash]), int.Parse(text.AsSpan(dash + 1), CultureInfo.InvariantCulture));
        InvariantException.ThrowUnless(number > _last.GetValueOrDefault(producer, -1), $"{queue} has {text} behind {producer.Item2}-{_last.GetValueOrDefault(producer)}");
        _last[producer] = number;
    }

    public void Consume(QueueName queue, long offset, string text, bool mustBeCommitted)
    {
        Consumed++;
        text = text.TrimEnd('.');
        InvariantException.ThrowUnless(_sent.Contains(text), $"'{text}' was consumed and never sent");
        if (mustBeCommitted)
            InvariantException.ThrowUnless(_committed.TryGetValue((queue, offset), out var committed) && committed == text, $"'{text}' was consumed at {queue}/{offset}, where '{_committed.GetValueOrDefault((queue, offset))}' is committed");
        _consumed[(queue, offset)] = text;
    }

    /// <summary>The first offset below an end that nobody has consumed; null when there is none.</summary>
    public long? NotConsumed(QueueName queue, long endOffset)
    {
        for (var offset = 0L; offset < endOffset; offset++)
        {
            if (!_consumed.ContainsKey((queue, offset)))
                return offset;
        }

        return null;
    }

    /// <summary>At the end, when all replicas are equal and everything of them is known as committed.</summary>
    public void CheckComplete()
    {
        Held.CheckComplete();
        Groups.CheckComplete();
        foreach (var (at, text) in _acknowledged)
            InvariantException.ThrowUnless(_committed.GetValueOrDefault(at) == text, $"'{text}' was acknowledged at {at.Queue}/{at.Offset}, where '{_committed.GetValueOrDefault(at)}' is stored");
    }

    private void CompareAcknowledged((QueueName Queue, long Offset) at)
    {
        if (_acknowledged.TryGetValue(at, out var acknowledged) && _committed.TryGetValue(at, out var committed))
            InvariantException.ThrowUnless(acknowledged == committed, $"'{acknowledged}' was acknowledged at {at.Queue}/{at.Offset}, where '{committed}' is committed");
    }
}
