using System.Buffers.Text;
using System.Globalization;

namespace Orleans.Runtime;

/// <summary>How keys that are numbers or GUIDs are written into a <see cref="GrainId"/>: hexadecimal, as Orleans writes them.</summary>
public static class GrainIdKeyExtensions
{
    /// <summary>The key of a grain that is addressed by a number.</summary>
    /// <param name="key">The number.</param>
    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    /// <summary>The key of a grain that is addressed by a GUID.</summary>
    /// <param name="key">The GUID.</param>
    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    /// <summary>Reads the key as a number.</summary>
    /// <param name="grainId">The identity.</param>
    /// <exception cref="ArgumentException">The key is not a number.</exception>
    public static long GetIntegerKey(this GrainId grainId) =>
        Utf8Parser.TryParse(grainId.Key.AsSpan(), out long key, out var length, 'X') && length == grainId.Key.AsSpan().Length
            ? key
            : throw new ArgumentException($"Value \"{grainId}\" is not in the correct format for an Integer key.", nameof(grainId));

    /// <summary>Reads the key as a GUID.</summary>
    /// <param name="grainId">The identity.</param>
    /// <exception cref="ArgumentException">The key is not a GUID.</exception>
    public static Guid GetGuidKey(this GrainId grainId) =>
        Utf8Parser.TryParse(grainId.Key.AsSpan(), out Guid key, out var length, 'N') && length == grainId.Key.AsSpan().Length
            ? key
            : throw new ArgumentException($"Value \"{grainId}\" is not in the correct format for a Guid key.", nameof(grainId));
}
