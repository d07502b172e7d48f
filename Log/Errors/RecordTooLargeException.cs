namespace OrleansRocket.Log.Errors;

/// <summary>A record, or one part of it, passes a limit of the record format and can never be stored.</summary>
public sealed class RecordTooLargeException : LogException
{
    /// <summary>The value of <see cref="LogException.Code"/>.</summary>
    public const string ErrorCode = "RECORD_TOO_LARGE";

    /// <summary>Creates the error.</summary>
    /// <param name="limitName">The limit that was passed, for example <c>MaxBodyBytes</c>.</param>
    /// <param name="actualBytes">The size that was asked for, in bytes; a lower bound where counting on would be a waste.</param>
    /// <param name="limitBytes">The limit in bytes.</param>
    public RecordTooLargeException(string limitName, long actualBytes, long limitBytes)
        : base(ErrorCode, $"The record is too large: it needs at least {actualBytes} bytes where {limitName} allows {limitBytes}.")
    {
        LimitName = limitName;
        ActualBytes = actualBytes;
        LimitBytes = limitBytes;
    }

    /// <summary>The limit that was passed, for example <c>MaxBodyBytes</c>.</summary>
    public string LimitName { get; }

    /// <summary>The size that was asked for, in bytes; a lower bound where counting on would be a waste.</summary>
    public long ActualBytes { get; }

    /// <summary>The limit in bytes.</summary>
    public long LimitBytes { get; }
}
