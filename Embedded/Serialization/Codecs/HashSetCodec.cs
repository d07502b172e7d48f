using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Sets.</summary>
internal sealed class HashSetCodec<T> : HashedCodec<HashSet<T>, T>
{
    /// <inheritdoc/>
    public override object FromOther(object collection) => new HashSet<T>((IEnumerable<T>)collection);

    /// <inheritdoc/>
    protected override HashSet<T> CopyBody(HashSet<T> value, ref CopyContext context)
    {
        if (TypeFacts.IsShareable(typeof(T)))
        {
            return new HashSet<T>(value, value.Comparer);
        }

        var copy = new HashSet<T>(value.Count, value.Comparer);
        if (IsTracked)
        {
            context.Remember(value, copy);
        }

        context.Enter();
        foreach (var item in value)
        {
            copy.Add(CodecCache<T>.Get().Copy(item, ref context));
        }

        context.Leave();
        return copy;
    }

    /// <inheritdoc/>
    protected override IEqualityComparer<T> ComparerOf(HashSet<T> value) => value.Comparer;

    /// <inheritdoc/>
    protected override HashSet<T> Create(int capacity, IEqualityComparer<T>? comparer) => new(capacity, comparer);

    /// <inheritdoc/>
    protected override void WriteItems(ref Writer writer, HashSet<T> value)
    {
        writer.WriteVarUInt((uint)value.Count);
        foreach (var item in value)
        {
            CodecCache<T>.Get().Write(ref writer, 0, item);
        }
    }

    /// <inheritdoc/>
    protected override void ReadItems(ref Reader reader, int count, HashSet<T> collection)
    {
        for (var i = 0; i < count; i++)
        {
            collection.Add(CodecCache<T>.Get().Read(ref reader, reader.ReadHeader(out _)));
        }
    }
}
