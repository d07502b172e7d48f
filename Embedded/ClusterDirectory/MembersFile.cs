using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The table of a cluster's silos as it lies in the cluster directory. It is replaced as a whole, by a rename.</summary>
internal sealed record MembersFile
{
    /// <summary>Grows when an older engine can no longer share the directory.</summary>
    public const int CurrentFormat = 1;

    /// <summary>How many dead silos are remembered.</summary>
    private const int MaxDead = 64;

    public required int Format { get; init; }

    public required string ClusterId { get; init; }

    public required long Version { get; init; }

    public required ImmutableArray<Member> Members { get; init; }

    public static MembersFile Empty(string clusterId) =>
        new() { Format = CurrentFormat, ClusterId = clusterId, Version = 0, Members = [] };

    /// <exception cref="OrleansConfigurationException">The bytes are no such table, or one of a newer format.</exception>
    public static MembersFile Parse(ReadOnlySpan<byte> bytes, string path)
    {
        MembersFile? file;
        try
        {
            file = JsonSerializer.Deserialize(bytes, MembersJson.Default.MembersFile);
        }
        catch (JsonException exception)
        {
            throw new OrleansConfigurationException($"{path} is not a table of silos: {exception.Message}", exception);
        }

        return file switch
        {
            null => throw new OrleansConfigurationException($"{path} is not a table of silos."),
            { Format: CurrentFormat } => file,
            _ => throw new OrleansConfigurationException($"{path} has format {file.Format}; this version reads format {CurrentFormat}."),
        };
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, MembersJson.Default.MembersFile);

    /// <summary>The next version, with one more silo. It takes the place of a dead one of its name; of the other dead ones only the last stay.</summary>
    public MembersFile WithNew(Member silo)
    {
        var others = Members.Where(m => m.Name != silo.Name).ToList();
        var tooMany = others.Count(m => m.Status == SiloStatus.Dead) - MaxDead;
        return With([.. others.Where(m => m.Status != SiloStatus.Dead || tooMany-- <= 0), silo]);
    }

    /// <summary>The next version, in which some silos have another status; null when nothing changes. Dead ones stay dead.</summary>
    public MembersFile? With(Predicate<Member> which, SiloStatus status)
    {
        bool Changes(Member member) => member.Status != status && member.Status != SiloStatus.Dead && which(member);
        return Members.Any(Changes) ? With([.. Members.Select(m => Changes(m) ? m with { Status = status } : m)]) : null;
    }

    public ClusterMembershipSnapshot ToSnapshot() => new(
        Members.ToImmutableDictionary(m => m.Silo, m => new ClusterMember(m.Silo, m.Status, m.Name)), new MembershipVersion(Version));

    private MembersFile With(ImmutableArray<Member> members) => this with { Version = Version + 1, Members = members };

    /// <summary>A silo.</summary>
    /// <param name="Address">Its address, as <see cref="SiloAddress.ToParsableString"/> writes it.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Status">Its status.</param>
    /// <param name="ProcessId">The process that it runs in.</param>
    internal sealed record Member(string Address, string Name, SiloStatus Status, int ProcessId)
    {
        [JsonIgnore]
        public SiloAddress Silo { get; } = SiloAddress.TryParse(Address, out var silo)
            ? silo
            : throw new JsonException($"'{Address}' is not the address of a silo.");
    }
}

/// <summary>Reads and writes the table without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MembersFile))]
internal sealed partial class MembersJson : JsonSerializerContext;
