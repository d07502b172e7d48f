using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Orleans.Serialization.Codecs;

namespace Orleans.Serialization.Types;

/// <summary>
/// The names of types in bytes. A name is a tree: a plain type (its alias, or its full name and assembly), an array of a type, or a generic type
/// with its arguments. Reading one never runs code of the named type, and gives only types that have codecs.
/// </summary>
internal static class TypeNames
{
    /// <summary>Names longer than this are refused: no type that this process wrote is nested so much.</summary>
    private const int MaxLength = 4096;

    // Hostile bytes can name endlessly many generic types; those that do not fit are looked up each time.
    private const int MaxCached = 4096;

    private const byte Plain = 0;
    private const byte Array = 1;
    private const byte Generic = 2;

    private static readonly ConcurrentDictionary<Type, byte[]> Encoded = new();
    private static readonly ConcurrentDictionary<byte[], Type> Decoded = new(BytesComparer.Instance);
    private static readonly ConcurrentDictionary<byte[], Type>.AlternateLookup<ReadOnlySpan<byte>> DecodedBySpan =
        Decoded.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The name of a type.</summary>
    public static ReadOnlySpan<byte> Encode(Type type) => Encoded.GetOrAdd(type, static each =>
    {
        var name = new List<byte>();
        Append(name, each);
        return [.. name];
    });

    /// <summary>The type that has a name.</summary>
    /// <exception cref="SerializerException">There is none, or it has no codec.</exception>
    public static Type Decode(ReadOnlySpan<byte> name)
    {
        if (DecodedBySpan.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!TryDecode(name, out var type, out var unknown))
        {
            throw new SerializerException($"There is no type \"{unknown}\" here that may be read from bytes.");
        }

        return type;
    }

    /// <summary>The type that has a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="unknown">In a failure: what was not found.</param>
    public static bool TryDecode(ReadOnlySpan<byte> name, [NotNullWhen(true)] out Type? type, [NotNullWhen(false)] out string? unknown)
    {
        unknown = null;
        if (DecodedBySpan.TryGetValue(name, out type))
        {
            return true;
        }

        var rest = name;
        type = name.Length <= MaxLength ? Read(ref rest, 0, ref unknown) : null;
        if (type is null || rest.Length > 0 || type.ContainsGenericParameters || !CodecProvider.TryGetExact(type, out _))
        {
            unknown ??= type?.ToString() ?? "(not a type's name)";
            type = null;
            return false;
        }

        if (Decoded.Count < MaxCached)
        {
            Decoded.TryAdd(name.ToArray(), type);
        }

        return true;
    }

    private static void Append(List<byte> name, Type type)
    {
        if (type.IsSZArray)
        {
            name.Add(Array);
            Append(name, type.GetElementType()!);
        }
        else if (type.IsConstructedGenericType)
        {
            name.Add(Generic);
            Append(name, type.GetGenericTypeDefinition());
            name.Add((byte)type.GetGenericArguments().Length);
            foreach (var argument in type.GetGenericArguments())
            {
                Append(name, argument);
            }
        }
        else
        {
            var text = Encoding.UTF8.GetBytes(TypeDirectory.NameOf(type));
            name.Add(Plain);
            name.Add((byte)text.Length);
            name.Add((byte)(text.Length >> 8));
            name.AddRange(text);
        }
    }

    private static Type? Read(ref ReadOnlySpan<byte> rest, int depth, ref string? unknown)
    {
        if (rest.IsEmpty || depth > 16)
        {
            return null;
        }

        var kind = rest[0];
        rest = rest[1..];
        return kind switch
        {
            Plain => ReadPlain(ref rest, ref unknown),
            Array => Read(ref rest, depth + 1, ref unknown) is { ContainsGenericParameters: false } element && CanBeArgument(element) ? element.MakeArrayType() : null,
            Generic => ReadGeneric(ref rest, depth, ref unknown),
            _ => null,
        };
    }

    private static Type? ReadPlain(ref ReadOnlySpan<byte> rest, ref string? unknown)
    {
        if (rest.Length < 2 || (rest[0] | (rest[1] << 8)) is var length && rest.Length < 2 + length)
        {
            return null;
        }

        var name = Encoding.UTF8.GetString(rest.Slice(2, length));
        rest = rest[(2 + length)..];
        var type = TypeDirectory.Find(name);
        unknown ??= type is null ? name : null;
        return type;
    }

    private static Type? ReadGeneric(ref ReadOnlySpan<byte> rest, int depth, ref string? unknown)
    {
        if (Read(ref rest, depth + 1, ref unknown) is not { IsGenericTypeDefinition: true } definition
            || rest.IsEmpty || rest[0] != definition.GetGenericArguments().Length)
        {
            return null;
        }

        rest = rest[1..];
        var arguments = new Type[definition.GetGenericArguments().Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (Read(ref rest, depth + 1, ref unknown) is not { ContainsGenericParameters: false } argument || !CanBeArgument(argument))
            {
                return null;
            }

            arguments[i] = argument;
        }

        try
        {
            return definition.MakeGenericType(arguments);
        }
        catch (Exception e) when (e is ArgumentException or TypeLoadException)
        {
            // The arguments do not satisfy the type's constraints.
            return null;
        }
    }

    private static bool CanBeArgument(Type type) => !type.IsByRefLike && type != typeof(void) && !type.IsPointer;

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
