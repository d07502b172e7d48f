using System.Globalization;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.State;

namespace OrleansRocket.Storage;

/// <summary>A part of a table. Not reentrant but for reads: one change at a time, each written before it is answered.</summary>
[GrainType("rocket.storage")]
internal sealed class StorageGrain(RouteCache routes, TimeProvider time) : Grain, IStorageGrain
{
    private readonly Dictionary<string, StoredValue> _values = [];
    private string _prefix = null!;
    private StateLog _log = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var part = this.GetPrimaryKeyString();
        _prefix = $"value/{part}/";
        var route = await routes.FindTopic(SystemTopic.Storage)
            ?? await GrainFactory.GetGrain<IRoutingGrain>(0).FindOrCreateTopic(SystemTopic.Storage);
        var queue = new QueueName(SystemTopic.Storage, NameHash.Bucket(part, route.Queues.Count));
        _log = new StateLog(GrainFactory.GetGrain<ITopicQueueGrain>(queue.ToString()), $"storage/{part}", routes.StoreName, time);
        await _log.Open(Apply);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _log?.Dispose();
        return Task.CompletedTask;
    }

    public Task<StoredValue> Read(string key) => Task.FromResult(Find(key));

    public async Task<string?> Write(string key, string? etag, byte[]? value)
    {
        if (value is { Length: > IStorageGrain.MaxValueBytes and var length })
            throw new RocketException(RocketError.InvalidArgument, $"the value of '{key}' has {length} bytes; the limit is {IStorageGrain.MaxValueBytes}");
        if (Find(key).ETag != etag)
            return null;

        // A null converts to empty memory by itself, and that is a value.
        var record = new StateRecord(_prefix + key, value is null ? (ReadOnlyMemory<byte>?)null : value.AsMemory());
        try
        {
            var offset = await _log.Write([record]);
            Apply(record, offset);
            return ETag(offset);
        }
        catch
        {
            // When nobody knows whether a write took place, only a new activation can find out.
            DeactivateOnIdle();
            throw;
        }
    }

    private StoredValue Find(string key) => _values.GetValueOrDefault(key) ?? new StoredValue(null, default);

    private void Apply(StateRecord record, long offset)
    {
        if (!record.Key.StartsWith(_prefix, StringComparison.Ordinal))
            return;
        var key = record.Key[_prefix.Length..];
        if (record.Value is { } value)
            _values[key] = new StoredValue(ETag(offset), value.ToArray());
        else
            _values.Remove(key);
    }

    private static string ETag(long offset) => offset.ToString(CultureInfo.InvariantCulture);
}
