namespace OrleansRocket.Log.Records;

/// <summary>What a check of a record batch found.</summary>
public enum BatchCheck
{
    /// <summary>Nothing wrong.</summary>
    Ok = 0,

    /// <summary>There is no batch: the magic is zero, or only zeros (or nothing) are left. The log ends here.</summary>
    Empty,

    /// <summary>The bytes end before the batch does.</summary>
    TooShort,

    /// <summary>The bytes do not start with a batch's magic.</summary>
    BadMagic,

    /// <summary>A format version that this release does not read.</summary>
    BadVersion,

    /// <summary>The header is not what was written.</summary>
    BadHeaderCrc,

    /// <summary>The total length is impossible, or not the number of bytes given.</summary>
    BadLength,

    /// <summary>A reserved field is not zero.</summary>
    BadReserved,

    /// <summary>An attribute bit that this version does not know.</summary>
    BadAttributes,

    /// <summary>Fewer records than 1 or more than <see cref="RecordLimits.MaxRecordsPerBatch"/>.</summary>
    BadRecordCount,

    /// <summary>The last offset delta does not fit the record count.</summary>
    BadLastOffsetDelta,

    /// <summary>The base offset is negative, or the last offset would pass the largest one.</summary>
    BadBaseOffset,

    /// <summary>A producer id, producer epoch or first sequence below zero.</summary>
    BadProducer,

    /// <summary>The body is not what was written.</summary>
    BadBodyCrc,

    /// <summary>A record's bytes do not follow the format.</summary>
    BadRecord,

    /// <summary>Offset deltas are not in order.</summary>
    BadOffsetDelta,

    /// <summary>The tag mask is not that of the records, so that filters would skip messages.</summary>
    BadTagMask,

    /// <summary>The batch has attributes that only brokers may write.</summary>
    ForbiddenAttributes,

    /// <summary>A part of a record passes its limit in <see cref="RecordLimits"/>.</summary>
    RecordTooLarge,
}
