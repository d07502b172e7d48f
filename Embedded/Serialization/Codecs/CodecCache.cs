namespace Orleans.Serialization.Codecs;

/// <summary>The codec of a declared type, found by the type alone and without a look-up.</summary>
internal static class CodecCache<T>
{
    private static Codec<T>? s_codec;

    /// <summary>The codec; built at first use.</summary>
    /// <exception cref="CodecNotFoundException">There is none for this type.</exception>
    public static Codec<T> Get() => s_codec ?? Build();

    private static Codec<T> Build()
    {
        var built = (Codec<T>)CodecProvider.GetDeclared(typeof(T));
        return Interlocked.CompareExchange(ref s_codec, built, null) ?? built;
    }
}
