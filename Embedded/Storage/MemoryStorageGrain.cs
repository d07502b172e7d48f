using System.Globalization;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// Keeps some of the states of a storage. Within one process they outlive the silo that this grain is active in, as they are the cluster's; over
/// several processes they are lost with the grain's silo, as in Orleans.
/// </summary>
[GrainType("memorystorage")]
[KeepAlive]
internal sealed class MemoryStorageGrain : Grain, IMemoryStorageGrain
{
    private readonly MemoryShard _shard;

    public MemoryStorageGrain(ClusterFabric fabric) =>
        _shard = fabric.Memory?.GetOrAdd(this.GetPrimaryKeyString(), static _ => new MemoryShard()) ?? new MemoryShard();

    public Task<MemoryRecord?> Read(string key) => Task.FromResult(_shard.Records.GetValueOrDefault(key));

    public Task<string> Write(string key, MemoryRecord record)
    {
        Check(key, record.ETag);
        var etag = (++_shard.Version).ToString(CultureInfo.InvariantCulture);
        _shard.Records[key] = record with { ETag = etag };
        return Task.FromResult(etag);
    }

    public Task Clear(string key, string? etag)
    {
        Check(key, etag);
        _shard.Records.Remove(key);
        return Task.CompletedTask;
    }

    private void Check(string key, string? etag)
    {
        var stored = _shard.Records.GetValueOrDefault(key)?.ETag;
        if (stored != etag)
        {
            throw new InconsistentStateException(
                $"The state '{key}' has version {stored ?? "none"} in storage, not {etag ?? "none"}: another activation has written it.", stored, etag);
        }
    }
}
