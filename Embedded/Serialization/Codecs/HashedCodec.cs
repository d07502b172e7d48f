using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>
/// What sets and dictionaries have in common: an object of two fields, the comparer's number (0, the default, is left out) and the items.
/// </summary>
/// <typeparam name="TCollection">The collection.</typeparam>
/// <typeparam name="TKey">What is compared.</typeparam>
internal abstract class HashedCodec<TCollection, TKey> : ReferenceTypeCodec<TCollection>, ICollectionCodec
    where TCollection : class
{
    private const uint ComparerField = 0;
    private const uint ItemsField = 1;
    private const int OrdinalIgnoreCase = 1;

    /// <inheritdoc/>
    public abstract object FromOther(object collection);

    /// <inheritdoc/>
    protected sealed override void WriteBody(ref Writer writer, uint id, TCollection value)
    {
        var comparer = NumberOf(ComparerOf(value));
        writer.WriteHeader(id, WireType.Object);
        if (comparer != 0)
        {
            CodecCache<int>.Get().Write(ref writer, ComparerField, comparer);
        }

        writer.WriteHeader(ItemsField, WireType.Sequence);
        writer.Enter();
        WriteItems(ref writer, value);
        writer.Leave();
        writer.WriteHeader(0, WireType.End);
    }

    /// <inheritdoc/>
    protected sealed override TCollection ReadBody(ref Reader reader, WireType wire, int slot)
    {
        if (wire != WireType.Object)
        {
            throw Reader.Unexpected(wire, typeof(TCollection).Name);
        }

        reader.Enter();
        TCollection? collection = null;
        IEqualityComparer<TKey>? comparer = null;
        while (reader.ReadHeader(out var id) is var field and not WireType.End)
        {
            if (id == ComparerField && collection is null)
            {
                comparer = ByNumber(CodecCache<int>.Get().Read(ref reader, field));
            }
            else if (id == ItemsField && field == WireType.Sequence && collection is null)
            {
                var count = reader.ReadCount();
                collection = Create(Math.Min(count, Items.MaxInitial), comparer);
                reader.Fill(slot, collection);
                ReadItems(ref reader, count, collection);
            }
            else
            {
                reader.Skip(field);
            }
        }

        reader.Leave();
        return collection ?? Create(0, comparer);
    }

    protected abstract IEqualityComparer<TKey> ComparerOf(TCollection value);

    protected abstract TCollection Create(int capacity, IEqualityComparer<TKey>? comparer);

    /// <summary>Writes the count and the items.</summary>
    protected abstract void WriteItems(ref Writer writer, TCollection value);

    protected abstract void ReadItems(ref Reader reader, int count, TCollection collection);

    private static int NumberOf(IEqualityComparer<TKey> comparer)
    {
        if (ReferenceEquals(comparer, EqualityComparer<TKey>.Default) || ReferenceEquals(comparer, StringComparer.Ordinal))
        {
            return 0;
        }

        // A collection that silently compared otherwise on the other side would be worse than an error here.
        return ReferenceEquals(comparer, StringComparer.OrdinalIgnoreCase) ? OrdinalIgnoreCase : throw CodecProvider.NotFound(comparer.GetType());
    }

    private static IEqualityComparer<TKey>? ByNumber(int number) => number switch
    {
        0 => null,
        OrdinalIgnoreCase when typeof(TKey) == typeof(string) => (IEqualityComparer<TKey>)(object)StringComparer.OrdinalIgnoreCase,
        _ => throw new SerializerException($"There is no comparer number {number} for {typeof(TKey)}."),
    };
}
