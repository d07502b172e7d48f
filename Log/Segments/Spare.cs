using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Segments;

/// <summary>A file of zeros, open and mapped at the size of a segment.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="File">The open file.</param>
/// <param name="View">Its mapping.</param>
/// <param name="Allocated">Bytes with disk space behind them.</param>
/// <param name="Populated">Bytes that are faulted in.</param>
internal sealed record Spare(string Path, ILogFile File, SegmentView View, long Allocated, long Populated);
