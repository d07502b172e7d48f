namespace OrleansRocket.Tests.Tidy;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    private static readonly string[] Folders = ["Grains.Interfaces", "Log", "Grains", "Silo", "Client", "Cli", "Bench", "Embedded", "Tests", "docs", "deploy", ".ci"];

    /// <summary>The top folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All files of one kind, by their path from the top folder.</summary>
    public static IEnumerable<string> Files(string extension) => Folders
        .Select(folder => Path.Combine(Root, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + extension, SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(Root, "*" + extension))
        .Select(file => Path.GetRelativePath(Root, file))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>The C# files of the product, tests, examples and benchmarks left out.</summary>
    public static IEnumerable<string> ProductSources() => Files(".cs").Where(file =>
        !file.StartsWith("Tests/", StringComparison.Ordinal) && !file.StartsWith("docs/", StringComparison.Ordinal) && !file.StartsWith("Bench/", StringComparison.Ordinal));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>From the output folder upwards: a deterministic build maps the paths of sources.</summary>
    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "OrleansRocket.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException($"no OrleansRocket.sln above {AppContext.BaseDirectory}");
    }
}
