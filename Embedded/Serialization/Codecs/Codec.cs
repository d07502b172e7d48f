using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Writes, reads and copies values of one type, for callers that know the type at run time only.</summary>
internal abstract class Codec
{
    /// <summary>The type.</summary>
    public abstract Type Type { get; }

    /// <summary>Whether values cannot change, so that the value itself serves as its copy.</summary>
    public abstract bool IsShareable { get; }

    /// <summary>Writes a field.</summary>
    public abstract void WriteObject(ref Writer writer, uint id, object? value);

    /// <summary>Reads the payload of a field.</summary>
    public abstract object? ReadObject(ref Reader reader, WireType wire);

    /// <summary>A value that shares nothing mutable with the given one.</summary>
    public abstract object? CopyObject(object? value, ref CopyContext context);
}
