namespace Orleans.Serialization.Codecs;

/// <summary>The codec of a declared type, found by the type alone and without a look-up.</summary>
internal static class CodecCache<T>
{
    private static Codec<T>? _codec;

    /// <summary>The codec; built at first use.</summary>
    /// <exception cref="CodecNotFoundException">There is none for this type.</exception>
    public static Codec<T> Get() => _codec ?? Build();

    private static Codec<T> Build()
    {
        var built = (Codec<T>)CodecProvider.GetDeclared(typeof(T));
        return Interlocked.CompareExchange(ref _codec, built, null) ?? built;
    }
}
