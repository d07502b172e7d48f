using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>What the codecs of all classes have in common: null, and objects that are met more than once.</summary>
/// <typeparam name="T">The type; for derived types there are codecs of their own.</typeparam>
internal abstract class ReferenceTypeCodec<T> : Codec<T>
    where T : class
{
    // Tracking costs a look-up per object, so only types whose objects can be part of a cycle are tracked.
    /// <summary>Whether objects are numbered.</summary>
    protected bool IsTracked { get; } = TypeFacts.IsTracked(typeof(T));

    /// <inheritdoc/>
    public sealed override void Write(ref Writer writer, uint id, T? value)
    {
        if (value is null)
        {
            writer.WriteHeader(id, WireType.Null);
            return;
        }

        if (!IsTracked)
        {
            WriteBody(ref writer, id, value);
            return;
        }

        var number = writer.FindOrTrack(value);
        if (number >= 0)
        {
            writer.WriteHeader(id, WireType.Reference);
            writer.WriteVarUInt((uint)number);
            return;
        }

        writer.WriteHeader(id, WireType.Tracked);
        WriteBody(ref writer, 0, value);
    }

    /// <inheritdoc/>
    public sealed override T Read(ref Reader reader, WireType wire) => wire switch
    {
        WireType.Null => null!,
        WireType.Tracked => ReadTracked(ref reader),
        WireType.Reference => reader.ReadReference(this),
        _ => ReadBody(ref reader, wire, -1),
    };

    /// <summary>Reads a tracked object whose header was read, and remembers it.</summary>
    public T ReadTracked(ref Reader reader)
    {
        var slot = reader.BeginTracked(out var known);
        if (known is not null)
        {
            reader.Skip(reader.ReadHeader(out _));
            return Reader.Complete<T>(known, (ulong)slot);
        }

        var value = ReadBody(ref reader, reader.ReadHeader(out _), slot);
        reader.Fill(slot, value);
        return value;
    }

    /// <inheritdoc/>
    public sealed override T Copy(T? value, ref CopyContext context)
    {
        if (value is null)
        {
            return null!;
        }

        if (!IsTracked)
        {
            return CopyBody(value, ref context);
        }

        if (context.TryGetCopy(value, out var copy))
        {
            return (T)copy;
        }

        var made = CopyBody(value, ref context);
        context.Remember(value, made);
        return made;
    }

    /// <summary>Writes header and payload of an object.</summary>
    protected abstract void WriteBody(ref Writer writer, uint id, T value);

    /// <summary>Reads an object.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="wire">The layout of the payload.</param>
    /// <param name="slot">If the object can be part of a cycle: what to give to <see cref="Reader.Fill"/> once it exists, before its members are read.</param>
    protected abstract T ReadBody(ref Reader reader, WireType wire, int slot);

    /// <summary>Copies an object. If it can be part of a cycle, call <see cref="CopyContext.Remember"/> once the copy exists.</summary>
    protected virtual T CopyBody(T value, ref CopyContext context) => value;
}
