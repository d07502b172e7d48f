using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps the states of grains.</summary>
public interface IGrainStorage
{
    /// <summary>Reads a state; one that does not exist leaves a new one and no version.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Reads a state; one that does not exist leaves a new one and no version.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    /// <summary>Writes a state and sets its new version.</summary>
    /// <exception cref="InconsistentStateException">The version is not the one in storage.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Writes a state and sets its new version.</summary>
    /// <exception cref="InconsistentStateException">The version is not the one in storage.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    /// <summary>Removes a state.</summary>
    /// <exception cref="InconsistentStateException">The version is not the one in storage.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Removes a state.</summary>
    /// <exception cref="InconsistentStateException">The version is not the one in storage.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}
