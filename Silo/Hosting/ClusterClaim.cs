using System.Text;
using OrleansRocket.Log.Files;
using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.Hosting;

/// <summary>
/// A broker's place in a cluster directory: its name, which no other process may have meanwhile, and what the first broker there has
/// decided for all: the cluster's name, and which brokers hold the metadata. Claims are made one at a time, under the lock of a file.
/// </summary>
internal sealed class ClusterClaim : IDisposable
{
    private const string Brokers = "brokers";
    private const string ClusterNameFile = "cluster-name";

    /// <summary>Names with commas between them; the file's own name is from when there was one.</summary>
    private const string MetadataStoresFile = "metadata-store";

    /// <summary>No broker has a name that begins with a dot.</summary>
    private const string ClaimLockFile = ".claim";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(5);

    private readonly BrokerOptions _options;
    private readonly IDisposable? _name;

    private ClusterClaim(BrokerOptions options, IDisposable? name) => (_options, _name) = (options, name);

    /// <summary>Claims the broker's place, until disposed or the process ends.</summary>
    /// <exception cref="RefusedException">The place is taken, or the directory is another cluster's or cannot be used.</exception>
    public static async Task<ClusterClaim> Take(BrokerOptions options, CancellationToken cancellationToken)
    {
        if (options.ClusterDirectory is not { } directory)
            return new ClusterClaim(options, null);
        try
        {
            return await Take(options, directory, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw RefusedException.Failed($"the cluster directory {directory} cannot be used: {failure.Message}");
        }
    }

    /// <summary>The brokers that hold the cluster's metadata. The first one to ask becomes it, unless others are configured; so whoever
    /// asks has its store open already, and will not be refused.</summary>
    /// <returns>Their names, the same at every broker; none for a cluster of one broker without a cluster directory.</returns>
    public async Task<IReadOnlyList<string>> ChooseMetadataStores(CancellationToken cancellationToken)
    {
        if (_options.ClusterDirectory is not { } directory)
            return _options.MetadataStores;
        using var claiming = await Lock(new LinuxLogFiles(), Path.Combine(directory, Brokers, ClaimLockFile), cancellationToken);
        var proposal = _options.MetadataStores is { Count: > 0 } configured ? string.Join(',', configured) : _options.Name;
        var chosen = Decide(directory, MetadataStoresFile, proposal);
        Check(directory, chosen, _options.MetadataStores);
        return chosen.Split(',');
    }

    /// <summary>Gives the name back.</summary>
    public void Dispose() => _name?.Dispose();

    private static async Task<ClusterClaim> Take(BrokerOptions options, string directory, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw RefusedException.Failed("a cluster directory needs Linux");

        // For its owner only: whoever can write here can be a broker of the cluster.
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var files = new LinuxLogFiles();
        var brokers = Path.Combine(directory, Brokers);
        Directory.CreateDirectory(brokers);
        using var claiming = await Lock(files, Path.Combine(brokers, ClaimLockFile), cancellationToken);
        var cluster = Decide(directory, ClusterNameFile, options.Cluster);
        if (cluster != options.Cluster)
            throw RefusedException.Failed($"the cluster directory {directory} belongs to the cluster '{cluster}', not to '{options.Cluster}'");
        if (Read(directory, MetadataStoresFile) is { } chosen)
            Check(directory, chosen, options.MetadataStores);
        var name = files.TryLock(Path.Combine(brokers, options.Name), out var holder)
            ?? throw RefusedException.Failed($"a broker '{options.Name}' runs already in the cluster '{cluster}': process {(holder == 0 ? "unknown" : holder)} in {directory}");
        return new ClusterClaim(options, name);
    }

    /// <summary>In whichever order they are given: the one of the directory counts, so that all brokers agree on it too.</summary>
    private static void Check(string directory, string chosen, IReadOnlyList<string> configured)
    {
        if (configured.Count > 0 && !configured.Order(StringComparer.Ordinal).SequenceEqual(chosen.Split(',').Order(StringComparer.Ordinal)))
            throw RefusedException.Failed($"the metadata stores are '{string.Join(',', configured)}' here, but '{chosen}' for the cluster in {directory} (file {MetadataStoresFile})");
    }

    private static async Task<IDisposable> Lock(LinuxLogFiles files, string path, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += RetryDelay)
        {
            if (files.TryLock(path, out var holder) is { } held)
                return held;
            if (waited > Patience)
                throw RefusedException.Failed($"{path} has been locked by process {holder} for {Patience.TotalSeconds} s");
            await Task.Delay(RetryDelay, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>What a file says, after the first to come has written it. It is written in one step: a crash leaves it whole or missing.</summary>
    private static string Decide(string directory, string name, string proposal)
    {
        if (Read(directory, name) is { } decided)
            return decided;
        var path = Path.Combine(directory, name);
        File.WriteAllText(path + ".new", proposal + "\n", new UTF8Encoding(false));
        File.Move(path + ".new", path, overwrite: true);
        return proposal;
    }

    private static string? Read(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }
}
