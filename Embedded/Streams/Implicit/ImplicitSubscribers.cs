using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Which grain classes have subscribed to which namespaces by their attributes.</summary>
internal sealed class ImplicitSubscribers
{
    private readonly (GrainClass Class, IStreamNamespacePredicate Predicate)[] _declared =
    [
        .. GrainManifest.Current.Classes
            .OrderBy(static c => c.GrainType)
            .SelectMany(static c => c.Type.GetCustomAttributes(typeof(ImplicitStreamSubscriptionAttribute), inherit: true)
                .Select(attribute => (c, ((ImplicitStreamSubscriptionAttribute)attribute).Predicate))),
    ];

    private readonly ConcurrentDictionary<string, GrainClass[]> _byNamespace = new(StringComparer.Ordinal);

    /// <summary>Whether a subscription is an implicit one: its id says so.</summary>
    public static bool IsImplicit(GuidId subscription)
    {
        Span<byte> bytes = stackalloc byte[16];
        subscription.Guid.TryWriteBytes(bytes);
        return (bytes[15] & 0x80) != 0;
    }

    /// <summary>The id of an explicit subscription.</summary>
    public static GuidId ExplicitId(Guid any)
    {
        Span<byte> bytes = stackalloc byte[16];
        any.TryWriteBytes(bytes);
        bytes[15] &= 0x7f;
        return GuidId.GetGuidId(new Guid(bytes));
    }

    public bool IsSubscriber(GrainId grain, QualifiedStreamId stream) =>
        Array.Exists(ClassesFor(stream), each => each.GrainType == grain.Type);

    /// <summary>The id of a grain's implicit subscription: always the same one.</summary>
    public GuidId SubscriptionIdOf(GrainId grain, QualifiedStreamId stream)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, grain.Type.GetUniformHashCode());
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], stream.StreamId.GetUniformHashCode());
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], stream.StreamId.GetKeyIndex());
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], StreamHash.Compute(Encoding.Unicode.GetBytes(stream.ProviderName)));
        bytes[15] |= 0x80;
        return GuidId.GetGuidId(new Guid(bytes));
    }

    /// <summary>The implicit subscriptions to a stream.</summary>
    public IEnumerable<PubSubSubscriptionState> SubscriptionsTo(QualifiedStreamId stream)
    {
        foreach (var each in ClassesFor(stream))
        {
            if (KeyOf(each, stream) is { } key)
            {
                var grain = GrainId.Create(each.GrainType, key);
                yield return new PubSubSubscriptionState(SubscriptionIdOf(grain, stream), stream, grain);
            }
        }
    }

    /// <summary>The key of the class's grain for a stream; null if its grains' keys cannot be such keys.</summary>
    private static IdSpan? KeyOf(GrainClass subscriber, StreamId stream)
    {
        var key = stream.Key.Span;
        if (subscriber.Type.IsAssignableTo(typeof(IGrainWithGuidKey)))
        {
            return Utf8Parser.TryParse(key, out Guid guid, out var length, 'N') && length == key.Length ? GrainIdKeyExtensions.CreateGuidKey(guid) : null;
        }

        if (subscriber.Type.IsAssignableTo(typeof(IGrainWithIntegerKey)))
        {
            return Utf8Parser.TryParse(key, out long number, out var length) && length == key.Length ? GrainIdKeyExtensions.CreateIntegerKey(number) : null;
        }

        return stream.GetKeyIdSpan();
    }

    private GrainClass[] ClassesFor(StreamId stream)
    {
        var name = stream.GetNamespace();
        return string.IsNullOrWhiteSpace(name)
            ? []
            : _byNamespace.GetOrAdd(
                name,
                static (name, declared) => [.. declared.Where(each => each.Predicate.IsMatch(name)).Select(static each => each.Class).Distinct()],
                _declared);
    }
}
