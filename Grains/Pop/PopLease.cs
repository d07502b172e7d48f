using OrleansRocket.Log.Records;

namespace OrleansRocket.Pop;

/// <summary>Messages without a gap that were handed out together and are not done.</summary>
/// <param name="First">The offset of the first one.</param>
/// <param name="End">The offset after the last one.</param>
/// <param name="Generation">The hand-out.</param>
/// <param name="VisibleAtMs">When they may be handed out again, in Unix milliseconds.</param>
/// <param name="Attempt">How often they have been handed out.</param>
internal readonly record struct PopLease(long First, long End, long Generation, long VisibleAtMs, int Attempt)
{
    public OffsetRange Range => new(First, End);

    public int Count => (int)(End - First);
}
