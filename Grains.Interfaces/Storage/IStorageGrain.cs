using Orleans.Concurrency;

namespace OrleansRocket.Storage;

/// <summary>
/// One part of a durable table of small values (key: <c>name of the table/number of the part</c>), kept in <see cref="SystemTopic.Storage"/>. The whole
/// part is held in memory.
/// </summary>
[Alias("rocket.storage")]
public interface IStorageGrain : IGrainWithStringKey
{
    /// <summary>How many parts a table has. It cannot be changed: values would not be found any more.</summary>
    const int Parts = 16;

    /// <summary>The most bytes of a value: 1 MiB.</summary>
    const int MaxValueBytes = 1024 * 1024;

    /// <summary>Reads a value.</summary>
    [Alias("read"), AlwaysInterleave]
    Task<StoredValue> Read(string key);

    /// <summary>Writes a value if it has not changed since it was read.</summary>
    /// <param name="key">The key.</param>
    /// <param name="etag">The tag with which it was read; null to write a value that does not exist yet.</param>
    /// <param name="value">The value; null to remove it, which a missing one may be, too.</param>
    /// <returns>The tag of what was written, or null, with nothing changed, when the value has another tag.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/> for a value that is too large; others when it was not written, or nobody
    /// knows.</exception>
    [Alias("write")]
    Task<string?> Write(string key, string? etag, byte[]? value);
}
