using System.Text.Json.Serialization;

namespace OrleansRocket.ClusterDirectory;

/// <summary>The membership table as it lies in the directory.</summary>
/// <param name="ClusterId">The cluster that the directory belongs to; empty while it belongs to none.</param>
/// <param name="ServiceId">Orleans' service id.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="Rows">One for each silo.</param>
internal sealed record Members(string ClusterId, string ServiceId, int Version, IReadOnlyList<MemberRow> Rows)
{
    public static Members None { get; } = new("", "", 0, []);

    /// <summary>The table after a change.</summary>
    public Members With(int version, IReadOnlyList<MemberRow> rows) => this with { Version = version, Rows = rows };
}

/// <summary>One silo.</summary>
/// <param name="Address">Its address, as Orleans parses it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">How it is.</param>
/// <param name="GatewayPort">The port for clients; 0 for none.</param>
/// <param name="HostName">The machine.</param>
/// <param name="ETag">The version of the table in which the row was last changed.</param>
/// <param name="StartTime">When it started.</param>
/// <param name="IAmAliveTime">When it last said that it is alive.</param>
/// <param name="Suspects">Who suspects it to be dead, and since when.</param>
internal sealed record MemberRow(
    string Address,
    string Name,
    SiloStatus Status,
    int GatewayPort,
    string HostName,
    int ETag,
    DateTime StartTime,
    DateTime IAmAliveTime,
    IReadOnlyList<Suspicion> Suspects)
{
    public static MemberRow Of(MembershipEntry entry, int etag) => new(
        entry.SiloAddress.ToParsableString(),
        entry.SiloName,
        entry.Status,
        entry.ProxyPort,
        entry.HostName,
        etag,
        entry.StartTime,
        entry.IAmAliveTime,
        [.. (entry.SuspectTimes ?? []).Select(vote => new Suspicion(vote.Item1.ToParsableString(), vote.Item2))]);

    public MembershipEntry ToEntry() => new()
    {
        SiloAddress = SiloAddress.FromParsableString(Address),
        SiloName = Name,
        Status = Status,
        ProxyPort = GatewayPort,
        HostName = HostName,
        StartTime = StartTime,
        IAmAliveTime = IAmAliveTime,
        SuspectTimes = [.. Suspects.Select(vote => Tuple.Create(SiloAddress.FromParsableString(vote.By), vote.At))],
    };
}

/// <summary>A vote that a silo is dead.</summary>
/// <param name="By">The address of the silo that votes.</param>
/// <param name="At">When.</param>
internal sealed record Suspicion(string By, DateTime At);

/// <summary>The file is JSON, so that a person can read it.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Members))]
internal sealed partial class MembersJson : JsonSerializerContext;
