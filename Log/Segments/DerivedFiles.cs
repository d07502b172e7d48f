using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Segments;

/// <summary>The files of a segment that are made from its batches. They go before the batches do: none may be found beside others.</summary>
internal static class DerivedFiles
{
    /// <summary>Removes them; no error when there are none.</summary>
    /// <param name="files">The file system.</param>
    /// <param name="segmentPath">The segment's own file, which stays.</param>
    /// <exception cref="LogFileException">The operating system refused a call.</exception>
    public static void Delete(ILogFiles files, string segmentPath)
    {
        files.Delete(Path.ChangeExtension(segmentPath, SegmentFileName.KeysEnding));
        files.Delete(Path.ChangeExtension(segmentPath, SegmentFileName.IndexEnding));
    }
}
