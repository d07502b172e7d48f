using System.Collections.Immutable;

namespace Orleans.Serialization.Codecs;

/// <summary>The collection types that have codecs, and which of them stands for which interface.</summary>
internal static class CollectionCodecs
{
    private static readonly Dictionary<Type, Type> Codecs = new()
    {
        [typeof(List<>)] = typeof(ListCodec<>),
        [typeof(HashSet<>)] = typeof(HashSetCodec<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryCodec<,>),
        [typeof(ImmutableArray<>)] = typeof(ImmutableArrayCodec<>),
    };

    private static readonly Dictionary<Type, Type> Usual = new()
    {
        [typeof(IEnumerable<>)] = typeof(List<>),
        [typeof(ICollection<>)] = typeof(List<>),
        [typeof(IReadOnlyCollection<>)] = typeof(List<>),
        [typeof(IList<>)] = typeof(List<>),
        [typeof(IReadOnlyList<>)] = typeof(List<>),
        [typeof(ISet<>)] = typeof(HashSet<>),
        [typeof(IReadOnlySet<>)] = typeof(HashSet<>),
        [typeof(IDictionary<,>)] = typeof(Dictionary<,>),
        [typeof(IReadOnlyDictionary<,>)] = typeof(Dictionary<,>),
    };

    /// <summary>Whether the type is a collection known here, or an interface that one stands for.</summary>
    public static bool IsCollection(Type type) => type.IsSZArray
        || (type.IsConstructedGenericType && type.GetGenericTypeDefinition() is var definition && (Codecs.ContainsKey(definition) || Usual.ContainsKey(definition)));

    /// <summary>Whether a collection of that type never changes, provided that its items do not.</summary>
    public static bool IsImmutable(Type type) => type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    /// <summary>The type that stands for a collection interface; null for other types.</summary>
    public static Type? UsualOf(Type type) =>
        type.IsConstructedGenericType && Usual.TryGetValue(type.GetGenericTypeDefinition(), out var usual) ? usual.MakeGenericType(type.GetGenericArguments()) : null;

    /// <summary>The codec of a collection type; null for other types.</summary>
    public static Codec? TryCreate(Type type)
    {
        if (type.IsSZArray)
        {
            return CodecFactory.New(typeof(ArrayCodec<>).MakeGenericType(type.GetElementType()!));
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return CodecFactory.New(typeof(NullableCodec<>).MakeGenericType(underlying));
        }

        return type.IsConstructedGenericType && Codecs.TryGetValue(type.GetGenericTypeDefinition(), out var codec)
            ? CodecFactory.New(codec.MakeGenericType(type.GetGenericArguments()))
            : null;
    }
}
