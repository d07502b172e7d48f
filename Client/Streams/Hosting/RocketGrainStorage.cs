using System.Globalization;
using Orleans.Serialization;
using Orleans.Storage;
using OrleansRocket.State;
using OrleansRocket.Storage;

namespace OrleansRocket.Streams;

/// <summary>Keeps the subscriptions of a provider's streams where its events are: with the brokers.</summary>
internal sealed class RocketGrainStorage(RocketStreamProvider provider, Serializer serializer) : IGrainStorage
{
    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = Key(stateName, grainId);
        var stored = await (await Part(key)).Read(key);
        grainState.ETag = stored.ETag!;
        grainState.RecordExists = stored.ETag is not null;
        grainState.State = stored.ETag is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(stored.Value)!;
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Write(Key(stateName, grainId), grainState, serializer.SerializeToArray(grainState.State));
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Write(Key(stateName, grainId), grainState, null);
        grainState.ETag = null!;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private async Task Write<T>(string key, IGrainState<T> grainState, byte[]? value)
    {
        var part = await Part(key);
        var tag = string.IsNullOrEmpty(grainState.ETag) ? null : grainState.ETag;
        grainState.ETag = await part.Write(key, tag, value)
            ?? throw new InconsistentStateException($"the state '{key}' has changed since it was read", (await part.Read(key)).ETag, tag);
    }

    private async Task<IStorageGrain> Part(string key)
    {
        var part = NameHash.Bucket(key, IStorageGrain.Parts);
        return (await provider.Client()).Context.Grains.GetGrain<IStorageGrain>(string.Create(CultureInfo.InvariantCulture, $"{provider.Options.ConsumerGroup}/{part}"));
    }

    private static string Key(string stateName, GrainId grainId) => $"{stateName}/{grainId}";
}
