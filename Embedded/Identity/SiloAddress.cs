using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Orleans.Runtime;

/// <summary>The identity of one run of a silo: its endpoint and a generation, so that a restarted silo is another member. Written <c>ip:port@generation</c>.</summary>
[Immutable]
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
{
    private int _consistentHash;

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    /// <summary>The address of no silo.</summary>
    public static SiloAddress Zero { get; } = New(IPAddress.Any, 0, 0);

    /// <summary>The endpoint.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Which run of the silo at that endpoint; negative for a client.</summary>
    public int Generation { get; }

    /// <summary>Whether this is the address of a client.</summary>
    public bool IsClient => Generation < 0;

    /// <summary>Creates it.</summary>
    /// <param name="ep">The endpoint.</param>
    /// <param name="gen">The generation.</param>
    public static SiloAddress New(IPEndPoint ep, int gen)
    {
        ArgumentNullException.ThrowIfNull(ep);
        return ep.Address.IsIPv4MappedToIPv6 ? new(new IPEndPoint(ep.Address.MapToIPv4(), ep.Port), gen) : new(ep, gen);
    }

    /// <summary>Creates it.</summary>
    /// <param name="address">The IP address.</param>
    /// <param name="port">The port.</param>
    /// <param name="generation">The generation.</param>
    public static SiloAddress New(IPAddress address, int port, int generation) => New(new IPEndPoint(address, port), generation);

    /// <summary>The form <c>ip:port@generation</c>.</summary>
    public string ToParsableString() => $"{Endpoint.Address}:{Endpoint.Port}@{Generation}";

    /// <summary>Reads the form <c>ip:port@generation</c>.</summary>
    /// <param name="addr">The text.</param>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static SiloAddress FromParsableString(string addr) =>
        TryParse(addr, out var result) ? result : throw new FormatException($"Invalid silo address \"{addr}\".");

    /// <summary>Reads the form <c>ip:port@generation</c>.</summary>
    /// <param name="value">The text.</param>
    /// <param name="result">What was read.</param>
    /// <returns>Whether the text was of that form.</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out SiloAddress? result)
    {
        result = null;
        var at = value?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        var colon = at < 0 ? -1 : value!.LastIndexOf(':', at);
        if (colon < 0
            || !IPAddress.TryParse(value.AsSpan(0, colon), out var host)
            || !int.TryParse(value.AsSpan(colon + 1, at - colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port > IPEndPoint.MaxPort
            || !int.TryParse(value.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var generation))
        {
            return false;
        }

        result = New(host, port, generation);
        return true;
    }

    /// <summary>A hash that is the same in every process.</summary>
    public int GetConsistentHashCode()
    {
        if (_consistentHash == 0)
        {
            Span<byte> bytes = stackalloc byte[24];
            Endpoint.Address.TryWriteBytes(bytes, out _);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], Endpoint.Port);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], Generation);
            _consistentHash = (int)StableHash.Compute(bytes);
        }

        return _consistentHash;
    }

    /// <summary>Whether this is a later run of the silo at the same endpoint.</summary>
    /// <param name="other">The other run.</param>
    public bool IsSuccessorOf(SiloAddress other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Endpoint.Equals(other.Endpoint) && other.Generation > 0 && Generation > other.Generation;
    }

    /// <inheritdoc/>
    public bool Equals(SiloAddress? other) =>
        other is not null && (ReferenceEquals(this, other) || (Generation == other.Generation && Endpoint.Equals(other.Endpoint)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => GetConsistentHashCode();

    /// <summary>Older runs come first, then by port and address.</summary>
    /// <param name="other">The other address.</param>
    public int CompareTo(SiloAddress? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Generation.CompareTo(other.Generation);
        order = order != 0 ? order : Endpoint.Port.CompareTo(other.Endpoint.Port);
        return order != 0 ? order : Endpoint.Address.GetAddressBytes().AsSpan().SequenceCompareTo(other.Endpoint.Address.GetAddressBytes());
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsClient ? 'C' : 'S')}{Endpoint}:{Generation}";
}
