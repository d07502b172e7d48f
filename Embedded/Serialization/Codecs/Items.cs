using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>The items of a collection: a count and one field each.</summary>
internal static class Items
{
    /// <summary>
    /// Room for more items than this is made only as they are really read. A count in the bytes is never more than there are bytes, but
    /// an item in memory can be many times larger than its one byte.
    /// </summary>
    public const int MaxInitial = 256;

    public static void Write<T>(ref Writer writer, uint id, scoped ReadOnlySpan<T> items)
    {
        writer.WriteHeader(id, WireType.Sequence);
        writer.WriteVarUInt((uint)items.Length);
        writer.Enter();
        var codec = CodecCache<T>.Get();
        foreach (var item in items)
        {
            codec.Write(ref writer, 0, item);
        }

        writer.Leave();
    }

    /// <summary>Reads all items of a sequence whose header was read.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="wire">The layout that the header gives.</param>
    /// <param name="slot">The number of the array if it is tracked.</param>
    public static T[] Read<T>(ref Reader reader, WireType wire, int slot = -1)
    {
        var count = wire == WireType.Sequence ? reader.ReadCount() : throw Reader.Unexpected(wire, "a sequence");
        var codec = CodecCache<T>.Get();
        var items = new T[Math.Min(count, MaxInitial)];
        if (items.Length == count)
        {
            reader.Fill(slot, items);
        }

        reader.Enter();
        for (var i = 0; i < count; i++)
        {
            if (i == items.Length)
            {
                Array.Resize(ref items, (int)Math.Min(count, items.Length * 2L));
            }

            items[i] = codec.Read(ref reader, reader.ReadHeader(out _));
        }

        reader.Leave();
        return items;
    }

    /// <summary>Copies items into a span of the same length.</summary>
    public static void Copy<T>(ReadOnlySpan<T> from, Span<T> to, ref CopyContext context)
    {
        if (TypeFacts.IsShareable(typeof(T)))
        {
            from.CopyTo(to);
            return;
        }

        var codec = CodecCache<T>.Get();
        context.Enter();
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = codec.Copy(from[i], ref context);
        }

        context.Leave();
    }
}
