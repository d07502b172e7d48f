using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>
/// The default: active silos lie on the ring of queues at many points each, and a queue is read by the next silo behind it. So a silo that joins or
/// leaves moves no queue between others.
/// </summary>
internal sealed class ConsistentRingQueueBalancer : QueueBalancerBase
{
    /// <summary>As many as Orleans has by default.</summary>
    private const int PointsPerSilo = 30;

    private IConsistentRingStreamQueueMapper? _mapper;
    private IRingRange _range = RangeFactory.CreateFullRange();

    public ConsistentRingQueueBalancer(IServiceProvider services, ILogger<ConsistentRingQueueBalancer> logger, IClusterMembershipService membership)
        : base(services, logger) => _range = RangeOf([.. MembershipView.ActiveIn(membership.CurrentSnapshot)]);

    public override Task Initialize(IStreamQueueMapper queueMapper)
    {
        _mapper = queueMapper as IConsistentRingStreamQueueMapper ?? throw new ArgumentException(
            $"The mapper is a {queueMapper?.GetType()}; for the consistent-ring balancer it must be an {nameof(IConsistentRingStreamQueueMapper)}.",
            nameof(queueMapper));
        return base.Initialize(queueMapper);
    }

    public override IEnumerable<QueueId> GetMyQueues() => _mapper!.GetQueuesForRange(_range);

    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
    {
        _range = RangeOf(activeSilos);
        _ = NotifyListeners();
    }

    private IRingRange RangeOf(HashSet<SiloAddress> active)
    {
        // This silo may not have heard yet that it is active.
        var points = active.Append(SiloAddress).Distinct()
            .SelectMany(static silo => Enumerable.Range(0, PointsPerSilo).Select(i => (Point: PointOf(silo, i), Silo: silo)))
            .OrderBy(static p => p.Point)
            .ThenBy(static p => p.Silo)
            .ToList();
        List<IRingRange> ranges = [];
        for (var i = 0; i < points.Count; i++)
        {
            var before = points[i == 0 ? ^1 : i - 1].Point;
            if (points[i].Silo.Equals(SiloAddress) && before != points[i].Point)
            {
                ranges.Add(RangeFactory.CreateRange(before, points[i].Point));
            }
        }

        return RangeFactory.CreateRange(ranges);
    }

    private static uint PointOf(SiloAddress silo, int index)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, silo.GetConsistentHashCode());
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], index);
        return StreamHash.Compute(bytes);
    }
}
