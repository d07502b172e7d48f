using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Storage;

/// <summary>Keeps states as bytes in a few grains, so that a state is found from every silo.</summary>
internal sealed class MemoryGrainStorage(string name, IGrainFactory grains, Serializer serializer) : IGrainStorage
{
    /// <summary>Over how many grains states are spread: so many writes may run at the same time.</summary>
    private const uint Shards = 10;

    public static MemoryGrainStorage Create(IServiceProvider services, string name) =>
        new(name, services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<Serializer>());

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = await GrainOf(grainId).Read(KeyOf(stateName, grainId));
        grainState.RecordExists = record is not null;
        grainState.ETag = record?.ETag;
        grainState.State = record is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(record.State);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = serializer.SerializeToArray(grainState.State!);
        grainState.ETag = await GrainOf(grainId).Write(KeyOf(stateName, grainId), new MemoryRecord(state, grainState.ETag));
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await GrainOf(grainId).Clear(KeyOf(stateName, grainId), grainState.ETag);
        grainState.RecordExists = false;
        grainState.ETag = null;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static string KeyOf(string stateName, GrainId grainId) => $"{stateName}/{grainId}";

    private IMemoryStorageGrain GrainOf(GrainId grainId) =>
        grains.GetGrain<IMemoryStorageGrain>(FormattableString.Invariant($"{name}/{grainId.GetUniformHashCode() % Shards}"));
}
