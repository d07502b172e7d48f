namespace Orleans.Streams;

/// <summary>The identity of a queue of an adapter.</summary>
[Immutable]
[GenerateSerializer]
public readonly struct QueueId : IEquatable<QueueId>, IComparable<QueueId>, IFormattable
{
    [Id(0)]
    private readonly string? _prefix;

    [Id(1)]
    private readonly uint _id;

    [Id(2)]
    private readonly uint _hash;

    private QueueId(string prefix, uint id, uint hash)
    {
        _prefix = prefix;
        _id = id;
        _hash = hash;
    }

    /// <summary>Whether it names no queue.</summary>
    public bool IsDefault => _prefix is null;

    /// <summary>The identity made of these parts.</summary>
    /// <param name="queueName">The prefix of its name.</param>
    /// <param name="queueId">Its number.</param>
    /// <param name="hash">Its place on the ring of queues.</param>
    public static QueueId GetQueueId(string queueName, uint queueId, uint hash)
    {
        ArgumentNullException.ThrowIfNull(queueName);
        return new QueueId(queueName, queueId, hash);
    }

    /// <summary>The prefix of its name.</summary>
    public string GetStringNamePrefix() => _prefix!;

    /// <summary>Its number.</summary>
    public uint GetNumericId() => _id;

    /// <summary>Its place on the ring of queues.</summary>
    public uint GetUniformHashCode() => _hash;

    /// <inheritdoc/>
    public int CompareTo(QueueId other)
    {
        var order = _id.CompareTo(other._id);
        order = order != 0 ? order : string.CompareOrdinal(_prefix, other._prefix);
        return order != 0 ? order : _hash.CompareTo(other._hash);
    }

    /// <inheritdoc/>
    public bool Equals(QueueId other) => _id == other._id && _hash == other._hash && _prefix == other._prefix;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is QueueId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_id, _hash, _prefix);

    /// <summary>The form <c>prefix-number</c>, in lower case.</summary>
    public override string ToString() => FormattableString.Invariant($"{_prefix?.ToLowerInvariant()}-{_id}");

    /// <summary>The form <c>prefix-number</c>, with the hash behind it if the format is <c>H</c>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => format == "H" ? ToStringWithHashCode() : ToString();

    /// <summary>The form <c>prefix-number-0xHASH</c>.</summary>
    public string ToStringWithHashCode() => $"{this}-0x{_hash:X8}";

    /// <summary>Whether both name the same queue.</summary>
    public static bool operator ==(QueueId left, QueueId right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(QueueId left, QueueId right) => !left.Equals(right);
}
