namespace Orleans.Serialization.Buffers;

/// <summary>
/// How the payload that follows a field's header is laid out; it is all that a reader needs to skip a field it does not know.
/// A header is one variable-length number: the field's id shifted left by four bits, and this in the lowest four.
/// </summary>
internal enum WireType
{
    /// <summary>The object's fields end here; no payload, no id.</summary>
    End = 0,

    /// <summary>The fields of one level of the object's type hierarchy end here; no payload, no id.</summary>
    EndLevel = 1,

    /// <summary>Null; no payload.</summary>
    Null = 2,

    /// <summary>A number of 7 bits a byte; signed ones are zigzag coded.</summary>
    VarInt = 3,

    /// <summary>4 bytes.</summary>
    Fixed32 = 4,

    /// <summary>8 bytes.</summary>
    Fixed64 = 5,

    /// <summary>16 bytes.</summary>
    Fixed128 = 6,

    /// <summary>A length and as many bytes.</summary>
    Bytes = 7,

    /// <summary>Fields up to <see cref="End"/>.</summary>
    Object = 8,

    /// <summary>A count and as many fields, whose ids are 0.</summary>
    Sequence = 9,

    /// <summary>A type and one field with a value of exactly that type.</summary>
    Typed = 10,

    /// <summary>One field with a value that later <see cref="Reference"/>s refer to; these are numbered from 0 in the order of their headers.</summary>
    Tracked = 11,

    /// <summary>The number of a <see cref="Tracked"/> value.</summary>
    Reference = 12,
}
