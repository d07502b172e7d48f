namespace OrleansRocket.Log.Records;

/// <summary>Words for the results of checks.</summary>
public static class BatchCheckExtensions
{
    /// <summary>Says in a clause, without a full stop, what the check found.</summary>
    /// <param name="check">The result of a check.</param>
    public static string Describe(this BatchCheck check) => check switch
    {
        BatchCheck.Ok => "nothing is wrong",
        BatchCheck.Empty => "there is no batch, only zeros",
        BatchCheck.TooShort => "the bytes end before the batch does",
        BatchCheck.BadMagic => "it does not start with the magic of a record batch",
        BatchCheck.BadVersion => $"its format version is not {RecordBatchHeader.Version}, the only one this release reads",
        BatchCheck.BadHeaderCrc => "the checksum of its header is wrong",
        BatchCheck.BadLength => "its total length is impossible or not that of the bytes given",
        BatchCheck.BadReserved => "a reserved header field is not zero",
        BatchCheck.BadAttributes => "it has an unknown attribute",
        BatchCheck.BadRecordCount => $"its record count is not between 1 and {RecordLimits.MaxRecordsPerBatch}",
        BatchCheck.BadLastOffsetDelta => "its last offset delta does not fit its record count",
        BatchCheck.BadBaseOffset => "its base offset is negative or leaves no room for its last offset",
        BatchCheck.BadProducer => "its producer id, producer epoch or first sequence is negative",
        BatchCheck.BadBodyCrc => "the checksum of its body is wrong",
        BatchCheck.BadRecord => "a record does not follow the format",
        BatchCheck.BadOffsetDelta => "the offset deltas of its records are not in order",
        BatchCheck.BadTagMask => "its tag mask is not that of its records",
        BatchCheck.ForbiddenAttributes => "it has an attribute that only brokers may write",
        BatchCheck.RecordTooLarge => "a record passes a size limit",
        _ => $"unknown result {(int)check}",
    };
}
