namespace OrleansRocket.Log.Store;

/// <summary>The file system under the store, as last looked at.</summary>
/// <param name="TotalBytes">Its size in bytes.</param>
/// <param name="FreeBytes">Free bytes.</param>
/// <param name="UsedRatio">Used part, 0 to 1.</param>
/// <param name="AcceptsAppends">False while appends are refused with <c>DiskFull</c>.</param>
public sealed record DiskStatus(long TotalBytes, long FreeBytes, double UsedRatio, bool AcceptsAppends);
