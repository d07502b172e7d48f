using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// The membership of a cluster whose processes share a directory. <c>members</c> is the table of silos; it is changed under the lock of
/// <c>members.lock</c> and replaced by a rename, so that a reader needs no lock. Each silo holds the lock of a file of its own while it
/// lives: whoever finds that lock free, of a silo that is not dead in the table, declares it dead.
/// </summary>
internal sealed partial class SharedDirectory : IClusterMembers, IDisposable
{
    /// <summary>The longest path of a Unix domain socket, in bytes (Linux, <c>sockaddr_un</c> without its final zero).</summary>
    public const int MaxSocketPathLength = 107;

    private static readonly TimeSpan TableLockTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Lock _polling = new();

    // Held while listeners hear of a membership, so that they hear of each in its turn.
    private readonly Lock _telling = new();
    private readonly List<IMembershipListener> _listeners = [];
    private readonly EngineEnvironment _environment;
    private readonly ILogger _logger;
    private readonly string _path;
    private readonly string _clusterId;
    private readonly ITimer _poll;
    private readonly TimeSpan _pollInterval;
    private MembersFile _file;
    private byte[] _bytes = [];
    private ClusterMembershipSnapshot _current;
    private SiloAddress? _own;
    private LockFile? _ownLock;
    private volatile string? _whyUnreadable;

    public SharedDirectory(
        IOptions<ClusterDirectoryOptions> options, IOptions<ClusterOptions> cluster, EngineEnvironment environment, ILogger<SharedDirectory> logger)
    {
        _path = Path.GetFullPath(options.Value.Path!);
        _environment = environment;
        _logger = logger;
        CheckSocketPaths();
        _clusterId = cluster.Value.ClusterId;
        _file = MembersFile.Empty(_clusterId);
        _current = _file.ToSnapshot();
        _pollInterval = options.Value.PollInterval;
        _poll = environment.Time.CreateTimer(_ => Poll(), null, _pollInterval, _pollInterval);
    }

    /// <summary>Called when this process has changed the table, so that others can be told sooner than they look.</summary>
    public event Action? Wrote;

    public ClusterMembershipSnapshot Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>The cluster's id: the silo's own, or for a client the one that the directory names.</summary>
    public string ClusterId
    {
        get
        {
            lock (_lock)
            {
                return _file.ClusterId;
            }
        }
    }

    private string TablePath => Path.Combine(_path, "members");

    private string TableLockPath => Path.Combine(_path, "members.lock");

    /// <summary>Where a silo listens.</summary>
    public string SocketOf(SiloAddress silo) => PathOf(silo, "sock");

    public SiloAddress NewClientAddress() => SiloAddress.New(
        IPAddress.Loopback, Environment.ProcessId & ushort.MaxValue, -1 - _environment.Randomness.Next(int.MaxValue - 1));

    public SiloAddress Join(IPEndPoint endpoint, int generation, string name)
    {
        CreateDirectory();
        MembersFile joined;
        using (TakeTable())
        {
            var file = ReadTable() ?? _file;
            if (file.ClusterId != _clusterId)
            {
                throw new OrleansConfigurationException(
                    $"The directory {_path} belongs to the cluster '{file.ClusterId}'; the silo {name} is of the cluster '{_clusterId}'.");
            }

            file = file.With(IsGone, SiloStatus.Dead) ?? file;
            if (file.Members.FirstOrDefault(m => m.Name == name && m.Status != SiloStatus.Dead) is { } twin)
            {
                throw new OrleansConfigurationException(
                    $"A silo named '{name}' runs already in the cluster of {_path}: process {twin.ProcessId}. Names are unique.");
            }

            var address = NextAddress(file, endpoint, generation, name);
            _ownLock = LockFile.TryTake(PathOf(address, "lock"))
                ?? throw new OrleansConfigurationException($"Another process uses the address {address} in {_path}.");
            _own = address;
            joined = file.WithNew(new MembersFile.Member(address.ToParsableString(), name, SiloStatus.Joining, Environment.ProcessId));
            WriteTable(joined);
        }

        Publish(joined);
        Wrote?.Invoke();
        return _own;
    }

    public bool Set(SiloAddress silo, SiloStatus status)
    {
        try
        {
            return Change(file => file.With(m => m.Silo.Equals(silo), status));
        }
        catch (Exception exception) when (status.IsTerminating() && silo.Equals(_own) && IsOfTheDirectory(exception))
        {
            // This silo ends in any case; the others find its lock free.
            LogUnreadable(_logger, exception.Message);
            return false;
        }
        finally
        {
            if (status == SiloStatus.Dead)
            {
                Sweep(silo);
            }
        }
    }

    public string WhyNoSilo() =>
        _whyUnreadable is { } why ? $"the cluster directory {_path} cannot be read: {why}"
        : Current.Version.Value == 0 ? $"no silo has ever joined the cluster directory {_path}"
        : $"no silo of the cluster directory {_path} is running";

    public void Subscribe(IMembershipListener listener)
    {
        Poll();
        lock (_telling)
        {
            lock (_lock)
            {
                _listeners.Add(listener);
            }

            listener.OnMembership(Current);
        }
    }

    public void Unsubscribe(IMembershipListener listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    /// <summary>Looks at the directory now, since something happened that may mean a change.</summary>
    public void Poll()
    {
        lock (_polling)
        {
            try
            {
                Refresh();
                _whyUnreadable = null;
            }
            catch (Exception exception) when (IsOfTheDirectory(exception))
            {
                // Once, not twenty times a second; the silo goes on with the membership that it knows.
                if (_whyUnreadable is null)
                {
                    LogUnreadable(_logger, exception.Message);
                }

                _whyUnreadable = exception.Message;
            }
        }
    }

    /// <summary>Has another thread look at once: for those who may be told of a membership at this moment, and would wait for themselves.</summary>
    public void PollSoon() => _poll.Change(TimeSpan.Zero, _pollInterval);

    public void Dispose()
    {
        _poll.Dispose();
        if (_own is { } own && Current.GetSiloStatus(own) != SiloStatus.Dead)
        {
            Set(own, SiloStatus.Dead);
        }
    }

    private static bool IsOfTheDirectory(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or TimeoutException or OrleansConfigurationException;

    /// <summary>The endpoint is an identity only: a silo keeps that of its last run, so that this run succeeds it.</summary>
    private static SiloAddress NextAddress(MembersFile file, IPEndPoint wanted, int generation, string name)
    {
        if (file.Members.FirstOrDefault(m => m.Name == name) is { } before)
        {
            return SiloAddress.New(before.Silo.Endpoint, Math.Max(generation, before.Silo.Generation + 1));
        }

        var port = wanted.Port;
        while (file.Members.Any(m => m.Silo.Endpoint.Port == port))
        {
            port++;
        }

        return SiloAddress.New(IPAddress.Loopback, port, generation);
    }

    private string PathOf(SiloAddress silo, string kind) => Path.Combine(_path, $"{silo.Endpoint.Port}-{silo.Generation}.{kind}");

    private void CheckSocketPaths()
    {
        var longest = SocketOf(SiloAddress.New(IPAddress.Loopback, IPEndPoint.MaxPort, int.MaxValue));
        var bytes = global::System.Text.Encoding.UTF8.GetByteCount(longest);
        if (bytes > MaxSocketPathLength)
        {
            throw new OrleansConfigurationException(
                $"The cluster directory {_path} is too long: a socket in it would have a path of {bytes} bytes; the limit is {MaxSocketPathLength}.");
        }
    }

    private void CreateDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A cluster directory needs Linux.");
        }

        try
        {
            // For its owner only: whoever can write here can be a silo of the cluster.
            Directory.CreateDirectory(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OrleansConfigurationException($"The cluster directory {_path} cannot be made: {exception.Message}", exception);
        }
    }

    private LockFile TakeTable()
    {
        try
        {
            return LockFile.Take(TableLockPath, TableLockTimeout, _environment.Time);
        }
        catch (IOException exception)
        {
            throw new OrleansConfigurationException($"The cluster directory {_path} cannot be used: {exception.Message}", exception);
        }
    }

    private bool IsGone(MembersFile.Member member) =>
        member.Status != SiloStatus.Dead && !member.Silo.Equals(_own) && !LockFile.IsHeld(PathOf(member.Silo, "lock"));

    /// <summary>Takes what others have written, and declares dead whose lock is free.</summary>
    private void Refresh()
    {
        if (ReadTable() is not { } file)
        {
            return;
        }

        var gone = file.Members.Where(IsGone).ToList();
        if (gone.Count == 0)
        {
            Publish(file);
        }
        else if (_own is null)
        {
            // A client only knows it; the silos write it down.
            Publish(file.With(gone.Contains, SiloStatus.Dead)!);
        }
        else
        {
            Change(current => current.With(IsGone, SiloStatus.Dead));
            foreach (var member in gone)
            {
                LogGone(_logger, member.Name, member.ProcessId);
                Sweep(member.Silo);
            }
        }
    }

    private bool Change(Func<MembersFile, MembersFile?> change)
    {
        MembersFile? changed;
        using (TakeTable())
        {
            changed = ReadTable() is { } file ? change(file) : null;
            if (changed is null)
            {
                return false;
            }

            WriteTable(changed);
        }

        // Not before the lock is free: who hears of it may want to change the table in turn.
        Publish(changed);
        Wrote?.Invoke();
        return true;
    }

    private void WriteTable(MembersFile file)
    {
        var replacement = TablePath + ".new";
        File.WriteAllBytes(replacement, file.ToBytes());
        File.Move(replacement, TablePath, overwrite: true);
    }

    private MembersFile? ReadTable()
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(TablePath);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        lock (_lock)
        {
            if (!bytes.AsSpan().SequenceEqual(_bytes))
            {
                _file = MembersFile.Parse(bytes, TablePath);
                _bytes = bytes;
            }

            return _file;
        }
    }

    private void Publish(MembersFile file)
    {
        lock (_telling)
        {
            if (Take(file.ToSnapshot()) is not { } listeners)
            {
                return;
            }

            foreach (var listener in listeners)
            {
                listener.OnMembership(Current);
            }
        }
    }

    /// <summary>Makes a membership the current one.</summary>
    /// <returns>Who has to hear of it; null if it is no news.</returns>
    private List<IMembershipListener>? Take(ClusterMembershipSnapshot snapshot)
    {
        lock (_lock)
        {
            var isNews = snapshot.Version > _current.Version
                || (snapshot.Version == _current.Version && !snapshot.Members.Values.All(m => m.Equals(_current.Members.GetValueOrDefault(m.SiloAddress))));
            if (!isNews)
            {
                return null;
            }

            _current = snapshot;
            return [.. _listeners];
        }
    }

    /// <summary>Removes the files of a dead silo. What stays behind does no harm: no later silo has the same names.</summary>
    private void Sweep(SiloAddress silo)
    {
        try
        {
            File.Delete(SocketOf(silo));
            File.Delete(PathOf(silo, "lock"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotSwept(_logger, silo, exception.Message);
        }

        if (silo.Equals(_own))
        {
            _ownLock?.Dispose();
        }
    }

    [LoggerMessage(9040, LogLevel.Warning, "The silo {Silo} is gone: its process {ProcessId} no longer holds its lock.")]
    private static partial void LogGone(ILogger logger, string silo, int processId);

    [LoggerMessage(9041, LogLevel.Error, "The cluster directory cannot be read; the last known membership stays in force: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string reason);

    [LoggerMessage(9042, LogLevel.Debug, "The files of the dead silo {Silo} stay behind: {Reason}")]
    private static partial void LogNotSwept(ILogger logger, SiloAddress silo, string reason);
}
