using System.Globalization;
using OrleansRocket.State;

namespace OrleansRocket.Holding;

/// <summary>The way of held messages from one queue into another: one release after the other, in one sequence.</summary>
internal sealed class Lane(QueueName from, QueueName target)
{
    private long _producerId;
    private int _sequence;

    /// <summary>Where it leads.</summary>
    public QueueName Target => target;

    /// <summary>The releases that are written down and not stored yet.</summary>
    public Queue<HeldRelease> OnTheWay { get; } = [];

    /// <summary>Messages that wait until the lane is free.</summary>
    public List<long> Waiting { get; } = [];

    /// <summary>Whether nothing can be added at the moment.</summary>
    public bool IsBusy => OnTheWay.Count > 0;

    /// <summary>Begins a release with the next sequence.</summary>
    public HeldRelease Begin(long number)
    {
        if (_producerId == 0)
        {
            // No other release has this number, so that no other lane has this producer.
            var name = string.Create(CultureInfo.InvariantCulture, $"hold/{from}/{target}/{number}");
            _producerId = Math.Max(1, NameHash.Of(name) & long.MaxValue);
            _sequence = 0;
        }

        return new HeldRelease { Number = number, Target = target, ProducerId = _producerId, Sequence = _sequence };
    }

    /// <summary>Takes a release that is written down.</summary>
    public void Add(HeldRelease release)
    {
        OnTheWay.Enqueue(release);
        if (release.ProducerId == _producerId)
            _sequence = (release.Sequence + release.Offsets.Count) & int.MaxValue;
    }

    /// <summary>Lets the next release begin as another producer's.</summary>
    public void BeginSequence() => _producerId = 0;
}
