using System.Globalization;
using System.Text;
using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>The identity of a stream within its provider: a namespace, which may be missing, and a key. Written <c>namespace/key</c>.</summary>
[Immutable]
[GenerateSerializer]
public readonly struct StreamId : IEquatable<StreamId>, IComparable<StreamId>
{
    [Id(0)]
    private readonly byte[]? _fullKey;

    [Id(1)]
    private readonly ushort _keyIndex;

    [Id(2)]
    private readonly int _hash;

    private StreamId(byte[] fullKey, int keyIndex)
    {
        _fullKey = fullKey;
        _keyIndex = checked((ushort)keyIndex);
        _hash = (int)StreamHash.Compute(fullKey);
    }

    /// <summary>Namespace and key in one, as UTF-8.</summary>
    public ReadOnlyMemory<byte> FullKey => _fullKey;

    /// <summary>The namespace as UTF-8; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Namespace => _fullKey.AsMemory(0, _keyIndex);

    /// <summary>The key as UTF-8.</summary>
    public ReadOnlyMemory<byte> Key => _fullKey.AsMemory(_keyIndex);

    /// <summary>Creates it from bytes, which are copied.</summary>
    /// <exception cref="ArgumentNullException">The key is empty.</exception>
    /// <exception cref="OverflowException">The namespace has more than 65,535 bytes.</exception>
    public static StreamId Create(ReadOnlySpan<byte> ns, ReadOnlySpan<byte> key) => key.IsEmpty
        ? throw new ArgumentNullException(nameof(key), "The key of a stream is empty; it needs at least one byte.")
        : new StreamId([.. ns, .. key], ns.Length);

    /// <summary>Creates it; the key is written as 32 hexadecimal digits.</summary>
    public static StreamId Create(string? ns, Guid key) => Create(ns, key.ToString("N"));

    /// <summary>Creates it; the key is written in decimal.</summary>
    public static StreamId Create(string? ns, long key) => Create(ns, key.ToString(CultureInfo.InvariantCulture));

    /// <summary>Creates it.</summary>
    /// <exception cref="OverflowException">The namespace has more than 65,535 bytes.</exception>
    public static StreamId Create(string? ns, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var first = ns is null ? [] : Encoding.UTF8.GetBytes(ns);
        return new StreamId([.. first, .. Encoding.UTF8.GetBytes(key)], first.Length);
    }

    /// <summary>Creates it from the older form.</summary>
    public static StreamId Create(IStreamIdentity streamIdentity)
    {
        ArgumentNullException.ThrowIfNull(streamIdentity);
        return Create(streamIdentity.Namespace, streamIdentity.Guid);
    }

    /// <summary>Reads the form <c>namespace/key</c>.</summary>
    /// <exception cref="ArgumentException">There is no slash.</exception>
    public static StreamId Parse(ReadOnlySpan<byte> value)
    {
        var slash = value.IndexOf((byte)'/');
        return slash < 0
            ? throw new ArgumentException($"Unable to parse \"{Encoding.UTF8.GetString(value)}\" as a stream id.", nameof(value))
            : Create(value[..slash], value[(slash + 1)..]);
    }

    /// <summary>The key as text.</summary>
    public string GetKeyAsString() => Encoding.UTF8.GetString(Key.Span);

    /// <summary>The namespace as text; null if there is none.</summary>
    public string? GetNamespace() => _keyIndex == 0 ? null : Encoding.UTF8.GetString(Namespace.Span);

    /// <inheritdoc/>
    public int CompareTo(StreamId other) => _fullKey.AsSpan().SequenceCompareTo(other._fullKey);

    /// <inheritdoc/>
    public bool Equals(StreamId other) =>
        _hash == other._hash && (ReferenceEquals(_fullKey, other._fullKey) || _fullKey.AsSpan().SequenceEqual(other._fullKey));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    /// <summary>A hash that is the same in every process and on both engines.</summary>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => $"{GetNamespace() ?? "null"}/{GetKeyAsString()}";

    /// <summary>Whether both name the same stream.</summary>
    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);

    internal uint GetUniformHashCode() => (uint)_hash;

    internal uint GetKeyIndex() => _keyIndex;

    internal IdSpan GetKeyIdSpan() => new(Key.ToArray());
}
