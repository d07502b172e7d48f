using System.Runtime.InteropServices;

namespace OrleansRocket.Log.Indexes;

/// <summary>Where a batch begins. 24 bytes, also on disk.</summary>
/// <param name="Offset">Its base offset.</param>
/// <param name="Timestamp">Its first store timestamp, Unix milliseconds.</param>
/// <param name="Position">Its first byte in the segment file.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct IndexEntry(long Offset, long Timestamp, long Position);
