namespace OrleansRocket.Log.Queues;

/// <summary>Result of an append.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="BaseOffset">Offset of the first record; -1 when the batch is not in the log.</param>
/// <param name="EndOffset">Offset after the last record, to wait for with <see cref="QueueLog.WaitDurable"/>; -1 when the batch is not in the log.</param>
/// <param name="StoreTimestampMs">When it was stored, Unix milliseconds; never goes back within a queue.</param>
/// <param name="Detail">Why it was refused, as a sentence; null when it was not.</param>
public readonly record struct AppendOutcome(
    AppendStatus Status, long BaseOffset, long EndOffset, long StoreTimestampMs, string? Detail)
{
    internal static AppendOutcome Refused(AppendStatus status, string detail) => new(status, -1, -1, 0, detail);
}
