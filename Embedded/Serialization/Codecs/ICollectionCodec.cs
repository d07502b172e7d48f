namespace Orleans.Serialization.Codecs;

/// <summary>The codec of a usual collection type, which also takes collections of other types into it.</summary>
internal interface ICollectionCodec
{
    /// <summary>A collection of the usual type with the items of another one.</summary>
    object FromOther(object collection);
}
