using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Objects;

/// <summary>The members of an object, from header to end: shared by the codecs of classes, structs and exceptions.</summary>
internal sealed class ObjectMembers<T>
{
    private readonly MembersWriter<T> _write;
    private readonly MemberReader<T> _read;
    private readonly MembersCopier<T> _copy;

    public ObjectMembers(TypeShape shape)
    {
        _write = MemberEmitter.Writer<T>(shape);
        _read = MemberEmitter.Reader<T>(shape);
        _copy = MemberEmitter.Copier<T>(shape);
    }

    /// <summary>Writes the members and their end.</summary>
    public void Write(ref Writer writer, ref T value)
    {
        writer.Enter();
        _write(ref writer, ref value);
        writer.WriteHeader(0, WireType.End);
        writer.Leave();
    }

    /// <summary>Reads the members up to their end. Unknown ones are skipped, missing ones stay as they are.</summary>
    public void Read(ref Reader reader, ref T value)
    {
        reader.Enter();
        var level = 0;
        while (reader.ReadHeader(out var id) is var wire and not WireType.End)
        {
            if (wire == WireType.EndLevel)
            {
                level++;
            }
            else if (!_read(ref reader, ref value, level, id, wire))
            {
                reader.Skip(wire);
            }
        }

        reader.Leave();
    }

    /// <summary>Copies the members.</summary>
    public void Copy(ref T from, ref T to, ref CopyContext context)
    {
        context.Enter();
        _copy(ref from, ref to, ref context);
        context.Leave();
    }
}
