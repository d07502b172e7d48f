namespace OrleansRocket.Tests.Log.Records;

/// <summary>Files of the repository that the tests read where they are.</summary>
internal static class RepositoryFile
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    public static byte[] Golden(string name) => File.ReadAllBytes(PathOf($"Tests/Log/Records/Golden/{name}"));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OrleansRocket.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No OrleansRocket.sln above {AppContext.BaseDirectory}.");
    }
}
