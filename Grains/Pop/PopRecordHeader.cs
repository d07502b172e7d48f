namespace OrleansRocket.Pop;

/// <summary>What a stored record is.</summary>
/// <param name="IsSnapshot">Whether it holds the whole state.</param>
/// <param name="Number">The number of the snapshot, or of the one after which it changed.</param>
/// <param name="Incarnation">For a snapshot: the incarnation of the group's use of the topic.</param>
internal readonly record struct PopRecordHeader(bool IsSnapshot, long Number, long Incarnation);
