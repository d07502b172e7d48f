using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Storage;
using OrleansRocket.State;
using OrleansRocket.Storage;

namespace OrleansRocket.Streams;

/// <summary>
/// Keeps the subscriptions of a provider's streams where its events are: with the brokers. When they change, the stream's reader is told: of a stream in which
/// nothing has happened for long, Orleans' agents know nothing, and would serve a new subscriber with its next event only, whatever token it gave.
/// </summary>
internal sealed partial class RocketGrainStorage(RocketStreamProvider provider, Serializer serializer, ILogger<RocketGrainStorage> logger) : IGrainStorage
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
        if (StreamOf(grainId) is not { } stream)
            return;
        try
        {
            await provider.WakeUp(stream);
        }
        catch (Exception failure)
        {
            // The subscription is there; it begins with the stream's next event.
            LogWakeUpFailed(failure, stream, provider.Name);
        }
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

    /// <summary>The stream whose subscriptions a grain has: its key is <c>provider/namespace/key</c>.</summary>
    private StreamId? StreamOf(GrainId grainId)
    {
        var key = grainId.Key.ToString()!;
        var prefix = provider.Name + "/";
        if (!key.StartsWith(prefix, StringComparison.Ordinal) || key.IndexOf('/', prefix.Length) is not (> 0 and var slash) || slash == key.Length - 1)
            return null;
        var space = key[prefix.Length..slash];
        return StreamId.Create(space == "null" ? "" : space, key[(slash + 1)..]);
    }

    [LoggerMessage(3520, LogLevel.Warning, "The reader of stream {Stream} of provider {Provider} was not told of its new subscribers")]
    private partial void LogWakeUpFailed(Exception failure, StreamId stream, string provider);

    private static string Key(string stateName, GrainId grainId) => $"{stateName}/{grainId}";
}
