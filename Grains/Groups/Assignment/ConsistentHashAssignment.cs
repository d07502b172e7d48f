using System.Globalization;
using OrleansRocket.State;

namespace OrleansRocket.Groups;

/// <summary>Each member stands at many points of a ring of hashes; a queue belongs to the member at the first point from its own on.</summary>
internal static class ConsistentHashAssignment
{
    /// <summary>Points of each member: more make the shares more even. RocketMQ has 10.</summary>
    private const int Points = 64;

    public static string[] Assign(AssignmentRequest request)
    {
        var ring = new List<(ulong Point, string Member)>(request.Members.Count * Points);
        foreach (var (member, _) in request.Members)
        {
            for (var point = 0; point < Points; point++)
                ring.Add((Hash(string.Create(CultureInfo.InvariantCulture, $"{member}#{point}")), member));
        }

        ring.Sort();
        var owners = new string[request.Queues];
        for (var queue = 0; queue < owners.Length; queue++)
        {
            var place = ring.BinarySearch((Hash(new QueueName(request.Topic, queue).ToString()), ""));
            owners[queue] = ring[(place < 0 ? ~place : place) % ring.Count].Member;
        }

        return owners;
    }

    /// <summary>Names that differ in their last character only have hashes that lie close together, all in one member's part of the ring: mixing the bits
    /// (MurmurHash3's finalizer) spreads them.</summary>
    private static ulong Hash(string text)
    {
        var hash = (ulong)NameHash.Of(text);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return hash ^ (hash >> 33);
    }
}
