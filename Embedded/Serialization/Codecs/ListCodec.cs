using System.Runtime.InteropServices;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Lists, and whatever is declared as an interface that a list implements.</summary>
internal sealed class ListCodec<T> : ReferenceTypeCodec<List<T>>, ICollectionCodec
{
    /// <inheritdoc/>
    public object FromOther(object collection) => new List<T>((IEnumerable<T>)collection);

    /// <inheritdoc/>
    protected override void WriteBody(ref Writer writer, uint id, List<T> value) => Items.Write<T>(ref writer, id, CollectionsMarshal.AsSpan(value));

    /// <inheritdoc/>
    protected override List<T> ReadBody(ref Reader reader, WireType wire, int slot)
    {
        var count = wire == WireType.Sequence ? reader.ReadCount() : throw Reader.Unexpected(wire, "a list");
        var codec = CodecCache<T>.Get();
        var list = new List<T>(Math.Min(count, Items.MaxInitial));
        reader.Fill(slot, list);
        reader.Enter();
        for (var i = 0; i < count; i++)
        {
            list.Add(codec.Read(ref reader, reader.ReadHeader(out _)));
        }

        reader.Leave();
        return list;
    }

    /// <inheritdoc/>
    protected override List<T> CopyBody(List<T> value, ref CopyContext context)
    {
        var copy = new List<T>(value.Count);
        if (IsTracked)
        {
            context.Remember(value, copy);
        }

        CollectionsMarshal.SetCount(copy, value.Count);
        Items.Copy<T>(CollectionsMarshal.AsSpan(value), CollectionsMarshal.AsSpan(copy), ref context);
        return copy;
    }
}
