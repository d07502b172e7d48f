using System.Globalization;
using System.Text;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Store;

/// <summary>The file <c>store</c>: what this directory is. Lines of <c>name=value</c>, written once.</summary>
internal sealed record StoreIdentity(Guid StoreId, string ClusterId, string StoreName)
{
    public const int FormatVersion = 1;
    private const string Title = "OrleansRocket store";
    private const int MaxBytes = 64 * 1024;

    public static StoreIdentity? Read(ILogFiles files, string path)
    {
        if (!files.FileExists(path))
            return null;
        var values = Parse(ReadText(files, path), path);
        if (!values.TryGetValue("format", out var format) || !int.TryParse(format, CultureInfo.InvariantCulture, out var version))
            throw new StoreFormatException(path, "This is not a store of OrleansRocket: it names no format version.");
        if (version > FormatVersion)
            throw new StoreFormatException(path, $"The store has format version {version}; this release reads up to version {FormatVersion}. Use the newer release.");
        if (version < 1 || !values.TryGetValue("storeId", out var id) || !Guid.TryParse(id, out var storeId)
            || !values.TryGetValue("clusterId", out var cluster) || !values.TryGetValue("storeName", out var name))
            throw new StoreFormatException(path, "This is not a store of OrleansRocket: a value is missing or not readable.");
        return new StoreIdentity(storeId, cluster, name);
    }

    /// <summary>Writes the file in one step: after a crash it is whole or missing.</summary>
    public void Write(ILogFiles files, string path)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{Title}\nformat={FormatVersion}\nstoreId={StoreId}\nclusterId={ClusterId}\nstoreName={StoreName}\n");
        WholeFile.Write(files, path, Encoding.UTF8.GetBytes(text));
    }

    private static string ReadText(ILogFiles files, string path)
    {
        using var file = files.Open(path, LogFileMode.ReadOnly);
        if (file.Length > MaxBytes)
            throw new StoreFormatException(path, "This is not a store of OrleansRocket: the file is too long.");
        var bytes = new byte[file.Length];
        return Encoding.UTF8.GetString(bytes.AsSpan(0, file.Read(bytes, 0)));
    }

    private static Dictionary<string, string> Parse(string text, string path)
    {
        var lines = text.Split('\n');
        if (lines[0] != Title)
            throw new StoreFormatException(path, "This is not a store of OrleansRocket: the first line is another.");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                values[line[..equals]] = line[(equals + 1)..];
        }

        return values;
    }
}
