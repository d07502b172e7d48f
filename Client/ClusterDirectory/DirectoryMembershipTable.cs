using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansRocket.ClusterDirectory;

/// <summary>Orleans' membership table in a cluster directory.</summary>
internal sealed class DirectoryMembershipTable(MembershipFile file, ILocalSiloDetails silo, IOptions<ClusterOptions> cluster) : IMembershipTable, IDisposable
{
    private IDisposable? _life;

    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        _life ??= await file.ShowAlive(silo.SiloAddress);
        await file.Change(table =>
        {
            if (table.ClusterId.Length == 0)
                return table with { ClusterId = cluster.Value.ClusterId, ServiceId = cluster.Value.ServiceId };
            if (table.ClusterId != cluster.Value.ClusterId)
                throw new OrleansConfigurationException($"the cluster directory {file.Directory} belongs to the cluster '{table.ClusterId}', not to '{cluster.Value.ClusterId}'");
            return null;
        });
    }

    public Task DeleteMembershipTableEntries(string clusterId) =>
        file.Change(table => table.ClusterId == clusterId ? table.With(table.Version + 1, []) : null);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => file.Change(table =>
    {
        var kept = table.Rows.Where(row => row.Status != SiloStatus.Dead || row.IAmAliveTime >= beforeDate.UtcDateTime).ToList();
        return kept.Count == table.Rows.Count ? null : table with { Rows = kept };
    });

    public async Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        var (table, _) = await file.Change(_ => null);
        var address = key.ToParsableString();
        return Data(table, [.. table.Rows.Where(row => row.Address == address)]);
    }

    public async Task<MembershipTableData> ReadAll()
    {
        // Not a plain read: whoever looks sees at once who is gone.
        var (table, _) = await file.Change(_ => null);
        return Data(table, table.Rows);
    }

    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion)
    {
        var inserted = MemberRow.Of(entry, tableVersion.Version);
        var (_, isChanged) = await file.Change(table =>
            Tag(table.Version) != tableVersion.VersionEtag || table.Rows.Any(row => row.Address == inserted.Address)
                ? null
                : table.With(tableVersion.Version, [.. table.Rows, inserted]));
        return isChanged;
    }

    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        var updated = MemberRow.Of(entry, tableVersion.Version);
        var (_, isChanged) = await file.Change(table =>
            Tag(table.Version) != tableVersion.VersionEtag || !table.Rows.Any(row => row.Address == updated.Address && Tag(row.ETag) == etag)
                ? null
                : table.With(tableVersion.Version, [.. table.Rows.Select(row => row.Address == updated.Address ? updated : row)]));
        return isChanged;
    }

    public Task UpdateIAmAlive(MembershipEntry entry)
    {
        var address = entry.SiloAddress.ToParsableString();
        return file.Change(table => table with
        {
            Rows = [.. table.Rows.Select(row => row.Address == address ? row with { IAmAliveTime = entry.IAmAliveTime } : row)],
        });
    }

    public void Dispose() => _life?.Dispose();

    private static MembershipTableData Data(Members table, IReadOnlyList<MemberRow> rows) =>
        new([.. rows.Select(row => Tuple.Create(row.ToEntry(), Tag(row.ETag)))], new TableVersion(table.Version, Tag(table.Version)));

    private static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);
}
