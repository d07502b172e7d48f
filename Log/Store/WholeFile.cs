using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Store;

/// <summary>Small files that are written whole and read whole.</summary>
internal static class WholeFile
{
    /// <summary>Ending of files that are not complete yet; found after a crash, they are removed.</summary>
    public const string TemporaryEnding = ".tmp";

    /// <summary>Replaces a file in one step, durably: after a crash the old or the new content is there.</summary>
    public static void Write(ILogFiles files, string path, ReadOnlySpan<byte> content, Action? written = null, Action? renamed = null)
    {
        var temporary = path + TemporaryEnding;
        using (var file = files.Open(temporary, LogFileMode.Create))
        {
            file.Write(content, 0);
            file.Sync();
        }

        written?.Invoke();
        files.Move(temporary, path);
        renamed?.Invoke();
        files.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads all of a file; null when it is missing or larger than the limit.</summary>
    public static byte[]? Read(ILogFiles files, string path, int maxBytes)
    {
        if (!files.FileExists(path))
            return null;
        using var file = files.Open(path, LogFileMode.ReadOnly);
        var length = file.Length;
        if (length > maxBytes)
            return null;
        var bytes = new byte[length];
        var read = file.Read(bytes, 0);
        return read == length ? bytes : bytes[..read];
    }

    /// <summary>Creates a directory and makes it and its missing parents durable.</summary>
    public static void CreateDirectory(ILogFiles files, string path)
    {
        if (files.DirectoryExists(path))
            return;
        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
            CreateDirectory(files, parent);
        files.CreateDirectory(path);
        if (!string.IsNullOrEmpty(parent))
            files.SyncDirectory(parent);
    }
}
