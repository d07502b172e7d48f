using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Orleans.Serialization.Codecs;

/// <summary>Finds or builds the codec of a type; each is built once per process.</summary>
internal static class CodecProvider
{
    private static readonly ConcurrentDictionary<Type, Codec> Declared = new();
    private static readonly ConcurrentDictionary<Type, Codec> Exact = new();

    /// <summary>The codec for members, arguments and results of a type: values may be of derived types.</summary>
    /// <exception cref="CodecNotFoundException">There is none.</exception>
    public static Codec GetDeclared(Type type)
    {
        if (Declared.TryGetValue(type, out var known))
        {
            return known;
        }

        var codec = TypeFacts.IsOpen(type)
            ? CodecFactory.CreatePolymorphic(type)
            : TryGetExact(type, out var exact) ? exact : throw NotFound(type);
        return Declared.GetOrAdd(type, codec);
    }

    /// <summary>The codec for values of exactly this type.</summary>
    /// <exception cref="CodecNotFoundException">There is none.</exception>
    public static Codec GetExact(Type type) => TryGetExact(type, out var codec) ? codec : throw NotFound(type);

    /// <summary>The codec for values of exactly this type.</summary>
    public static bool TryGetExact(Type type, [NotNullWhen(true)] out Codec? codec)
    {
        if (Exact.TryGetValue(type, out codec))
        {
            return true;
        }

        codec = CodecFactory.TryCreate(type);
        if (codec is null)
        {
            return false;
        }

        codec = Exact.GetOrAdd(type, codec);
        return true;
    }

    /// <summary>The error for a type that cannot be serialized.</summary>
    public static CodecNotFoundException NotFound(Type type) =>
        new($"Could not find a codec for type {type}. Mark it with [GenerateSerializer] and its members with [Id].");
}
