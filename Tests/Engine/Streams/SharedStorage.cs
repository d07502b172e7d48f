using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Storage of an application's own that outlives the silos of a test's cluster.</summary>
internal sealed class SharedStorage(string cluster, Serializer serializer) : IGrainStorage
{
    private static readonly ConcurrentDictionary<string, (byte[] State, string ETag)> Records = new();

    public static SharedStorage Create(IServiceProvider services, string name) => new(
        $"{services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId}/{name}", services.GetRequiredService<Serializer>());

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = Records.TryGetValue(Key(stateName, grainId), out var record);
        grainState.ETag = grainState.RecordExists ? record.ETag : null;
        grainState.State = grainState.RecordExists ? serializer.Deserialize<T>(record.State) : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Check(Key(stateName, grainId), grainState.ETag);
        grainState.ETag = Guid.NewGuid().ToString("N");
        grainState.RecordExists = true;
        Records[Key(stateName, grainId)] = (serializer.SerializeToArray(grainState.State), grainState.ETag);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Check(Key(stateName, grainId), grainState.ETag);
        Records.TryRemove(Key(stateName, grainId), out _);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    private static void Check(string key, string? etag)
    {
        var stored = Records.TryGetValue(key, out var record) ? record.ETag : null;
        if (stored != etag)
        {
            throw new InconsistentStateException($"{key} is stored as {stored}, not {etag}");
        }
    }

    private string Key(string stateName, GrainId grainId) => $"{cluster}/{stateName}/{grainId}";
}
