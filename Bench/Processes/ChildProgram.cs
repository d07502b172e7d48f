namespace OrleansRocket.Bench.Processes;

/// <summary>A program to be started as a process of its own.</summary>
/// <param name="Path">Its executable.</param>
internal sealed record ChildProgram(string Path)
{
    /// <summary>What it is called in errors.</summary>
    public string Name { get; init; } = System.IO.Path.GetFileNameWithoutExtension(Path);

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables on top of this process's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The directory where it runs and keeps its data, its own: gone when it has ended, so that what it wrote is not on its way to
    /// the disk while the next is measured. Null for none.</summary>
    public string? Directory { get; init; }

    /// <summary>How long it may take to end after it was asked to; after that it is killed. Default: 10 s.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(10);
}
