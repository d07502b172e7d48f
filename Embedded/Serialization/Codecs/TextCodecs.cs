using System.Text;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Text, as UTF-8; halves of surrogate pairs become the replacement character, as in Orleans.</summary>
internal sealed class StringCodec : ReferenceTypeCodec<string>
{
    /// <inheritdoc/>
    protected override void WriteBody(ref Writer writer, uint id, string value)
    {
        writer.WriteHeader(id, WireType.Bytes);
        var length = Encoding.UTF8.GetByteCount(value);
        writer.WriteVarUInt((uint)length);
        writer.Advance(Encoding.UTF8.GetBytes(value, writer.Reserve(length)));
    }

    /// <inheritdoc/>
    protected override string ReadBody(ref Reader reader, WireType wire, int slot) =>
        wire == WireType.Bytes ? Encoding.UTF8.GetString(reader.ReadBytes()) : throw Reader.Unexpected(wire, "text");
}

/// <summary>What is written as the text of a member: URIs and version numbers.</summary>
internal abstract class ParsedTextCodec<T> : ReferenceTypeCodec<T>
    where T : class
{
    /// <inheritdoc/>
    protected sealed override void WriteBody(ref Writer writer, uint id, T value) => CodecCache<string>.Get().Write(ref writer, id, Format(value));

    /// <inheritdoc/>
    protected sealed override T ReadBody(ref Reader reader, WireType wire, int slot)
    {
        var text = CodecCache<string>.Get().Read(ref reader, wire);
        return TryParse(text) ?? throw new SerializerException($"\"{text}\" is not a {typeof(T).Name}.");
    }

    protected abstract string Format(T value);

    protected abstract T? TryParse(string text);
}

/// <summary>URIs, as they were written.</summary>
internal sealed class UriCodec : ParsedTextCodec<Uri>
{
    /// <inheritdoc/>
    protected override string Format(Uri value) => value.OriginalString;

    /// <inheritdoc/>
    protected override Uri? TryParse(string text) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : null;
}

/// <summary>Version numbers.</summary>
internal sealed class VersionCodec : ParsedTextCodec<Version>
{
    /// <inheritdoc/>
    protected override string Format(Version value) => value.ToString();

    /// <inheritdoc/>
    protected override Version? TryParse(string text) => Version.TryParse(text, out var version) ? version : null;
}
