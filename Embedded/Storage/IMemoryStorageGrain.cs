namespace Orleans.Storage;

/// <summary>Keeps some of the states of a storage in memory.</summary>
[Alias("memorystorage")]
internal interface IMemoryStorageGrain : IGrainWithStringKey
{
    /// <summary>A state, or null.</summary>
    [Alias("Read")]
    Task<MemoryRecord?> Read(string key);

    /// <summary>Writes a state if the version is the one that is stored; gives the new version.</summary>
    [Alias("Write")]
    Task<string> Write(string key, MemoryRecord record);

    /// <summary>Removes a state if the version is the one that is stored.</summary>
    [Alias("Clear")]
    Task Clear(string key, string? etag);
}
