using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>What is particular to one type of exceptions.</summary>
internal interface IExceptionMembers
{
    /// <summary>An empty exception.</summary>
    Exception Create();

    /// <summary>Writes the members up to the end of the object.</summary>
    void WriteMembers(ref Writer writer, Exception value);

    /// <summary>Reads them.</summary>
    void ReadMembers(ref Reader reader, Exception value);
}
