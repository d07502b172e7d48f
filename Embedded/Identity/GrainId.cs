using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>The identity of a grain, an observer or a client: its type and its key, written <c>type/key</c>.</summary>
[Immutable]
public readonly struct GrainId : IEquatable<GrainId>, IComparable<GrainId>
{
    /// <summary>Creates it from its halves.</summary>
    /// <param name="type">The kind of grain.</param>
    /// <param name="key">Which one of that kind.</param>
    public GrainId(GrainType type, IdSpan key)
    {
        Type = type;
        Key = key;
    }

    /// <summary>The kind of grain.</summary>
    public GrainType Type { get; }

    /// <summary>Which one of that kind.</summary>
    public IdSpan Key { get; }

    /// <summary>Whether both halves are empty.</summary>
    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    /// <summary>Creates it from text.</summary>
    /// <param name="type">The name of the kind.</param>
    /// <param name="key">The key.</param>
    public static GrainId Create(string type, string key) => Create(GrainType.Create(type), key);

    /// <summary>Creates it from a kind and a key in text.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="key">The key; may not be empty.</param>
    public static GrainId Create(GrainType type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new GrainId(type, IdSpan.Create(key));
    }

    /// <summary>Creates it from its halves.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="key">The key.</param>
    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <summary>Reads the form <c>type/key</c>.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The text is not of that form.</exception>
    public static GrainId Parse(string value) =>
        TryParse(value, out var result) ? result : throw new ArgumentException($"Unable to parse \"{value}\" as a grain id.", nameof(value));

    /// <summary>Reads the form <c>type/key</c>.</summary>
    /// <param name="value">The text.</param>
    /// <param name="result">What was read.</param>
    /// <returns>Whether the text was of that form.</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, out GrainId result)
    {
        var slash = value?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash <= 0)
        {
            result = default;
            return false;
        }

        result = new GrainId(new GrainType(IdSpan.Create(value![..slash])), IdSpan.Create(value[(slash + 1)..]));
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(GrainId other) => Key.Equals(other.Key) && Type.Equals(other.Type);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)GetUniformHashCode();

    /// <summary>A hash that is the same in every process.</summary>
    public uint GetUniformHashCode() => StableHash.Combine(Type.GetUniformHashCode(), Key.GetUniformHashCode());

    /// <inheritdoc/>
    public int CompareTo(GrainId other)
    {
        var byType = Type.CompareTo(other.Type);
        return byType != 0 ? byType : Key.CompareTo(other.Key);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Key}";

    /// <summary>Whether both name the same grain.</summary>
    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
}
