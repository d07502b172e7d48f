using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Dictionaries: keys and values by turns.</summary>
internal sealed class DictionaryCodec<TKey, TValue> : HashedCodec<Dictionary<TKey, TValue>, TKey>
    where TKey : notnull
{
    /// <inheritdoc/>
    public override object FromOther(object collection) => new Dictionary<TKey, TValue>((IEnumerable<KeyValuePair<TKey, TValue>>)collection);

    /// <inheritdoc/>
    protected override Dictionary<TKey, TValue> CopyBody(Dictionary<TKey, TValue> value, ref CopyContext context)
    {
        if (TypeFacts.IsShareable(typeof(TKey)) && TypeFacts.IsShareable(typeof(TValue)))
        {
            return new Dictionary<TKey, TValue>(value, value.Comparer);
        }

        var copy = new Dictionary<TKey, TValue>(value.Count, value.Comparer);
        if (IsTracked)
        {
            context.Remember(value, copy);
        }

        context.Enter();
        foreach (var (key, item) in value)
        {
            copy.Add(CodecCache<TKey>.Get().Copy(key, ref context), CodecCache<TValue>.Get().Copy(item, ref context));
        }

        context.Leave();
        return copy;
    }

    /// <inheritdoc/>
    protected override IEqualityComparer<TKey> ComparerOf(Dictionary<TKey, TValue> value) => value.Comparer;

    /// <inheritdoc/>
    protected override Dictionary<TKey, TValue> Create(int capacity, IEqualityComparer<TKey>? comparer) => new(capacity, comparer);

    /// <inheritdoc/>
    protected override void WriteItems(ref Writer writer, Dictionary<TKey, TValue> value)
    {
        writer.WriteVarUInt((uint)value.Count * 2);
        foreach (var (key, item) in value)
        {
            CodecCache<TKey>.Get().Write(ref writer, 0, key);
            CodecCache<TValue>.Get().Write(ref writer, 0, item);
        }
    }

    /// <inheritdoc/>
    protected override void ReadItems(ref Reader reader, int count, Dictionary<TKey, TValue> collection)
    {
        if (count % 2 != 0)
        {
            throw new SerializerException("A key has no value.");
        }

        for (var i = 0; i < count; i += 2)
        {
            var key = CodecCache<TKey>.Get().Read(ref reader, reader.ReadHeader(out _));
            var value = CodecCache<TValue>.Get().Read(ref reader, reader.ReadHeader(out _));
            if (key is null || !collection.TryAdd(key, value))
            {
                throw new SerializerException("A key is null or there twice.");
            }
        }
    }
}
