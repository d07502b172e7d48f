namespace OrleansRocket.Bench;

/// <summary>A directory of this run's own that is gone afterwards.</summary>
internal sealed class WorkDirectory : IDisposable
{
    private int _names;

    /// <summary>Makes it.</summary>
    /// <param name="parent">Where, or null for the system's temporary directory. Only what is made in it is removed afterwards.</param>
    public WorkDirectory(string? parent) => Path = parent is null
        ? Directory.CreateTempSubdirectory("rocket-bench-").FullName
        : Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetFullPath(parent), $"rocket-bench-{Environment.ProcessId}")).FullName;

    public string Path { get; }

    /// <summary>A path in it that nothing has used yet.</summary>
    public string Next(string name) => System.IO.Path.Combine(Path, $"{name}-{_names++}");

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
