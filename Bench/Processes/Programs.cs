namespace OrleansRocket.Bench.Processes;

/// <summary>Finds programs in the directories where programs are.</summary>
/// <param name="directories">They, in the order in which they are looked through.</param>
internal sealed class Programs(IReadOnlyList<string> directories)
{
    /// <summary>Where servers lie that only an administrator has in his PATH.</summary>
    private static readonly string[] ServerDirectories = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>This machine's: those of PATH, and those of servers.</summary>
    public static Programs OfMachine() => new(
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), .. ServerDirectories]);

    /// <summary>The path of a program; null when it is not there.</summary>
    public string? Find(string name) => directories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);

    /// <summary>The path of a program that lies in another directory than the one that starts it: <paramref name="preferred"/> if it is there
    /// and <paramref name="name"/> is found at all.</summary>
    public string? Find(string name, string preferred) => Find(name) is { } found ? File.Exists(preferred) ? preferred : found : null;
}
