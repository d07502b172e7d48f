using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Errors;

/// <summary>The bytes of a record batch are not what was written, or were never a record batch.</summary>
public sealed class CorruptBatchException : LogException
{
    /// <summary>The value of <see cref="LogException.Code"/>.</summary>
    public const string ErrorCode = "CORRUPT_BATCH";

    /// <summary>Creates the error.</summary>
    /// <param name="baseOffset">The base offset that the batch's header claims, or -1 when no header could be read.</param>
    /// <param name="check">What is wrong.</param>
    /// <param name="detail">Where in the batch, if that is known.</param>
    public CorruptBatchException(long baseOffset, BatchCheck check, string? detail = null)
        : base(ErrorCode, Describe(baseOffset, check, detail))
    {
        BaseOffset = baseOffset;
        Check = check;
    }

    /// <summary>The base offset that the batch's header claims (wrong if the header is what broke), or -1.</summary>
    public long BaseOffset { get; }

    /// <summary>What is wrong.</summary>
    public BatchCheck Check { get; }

    private static string Describe(long baseOffset, BatchCheck check, string? detail)
    {
        string batch = baseOffset < 0 ? "A record batch" : $"The record batch at offset {baseOffset}";
        string end = detail is null ? "." : $" ({detail}).";
        return $"{batch} is corrupt: {check.Describe()}{end}";
    }
}
