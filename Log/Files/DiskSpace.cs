namespace OrleansRocket.Log.Files;

/// <summary>Space of a file system, in bytes.</summary>
/// <param name="TotalBytes">Used plus available; blocks reserved for root are not counted, as <c>df</c> does.</param>
/// <param name="FreeBytes">Available to this process.</param>
public readonly record struct DiskSpace(long TotalBytes, long FreeBytes)
{
    /// <summary>Used part of the file system, 0 to 1; 0 when its size is unknown.</summary>
    public double UsedRatio => TotalBytes <= 0 ? 0 : (double)(TotalBytes - FreeBytes) / TotalBytes;
}
