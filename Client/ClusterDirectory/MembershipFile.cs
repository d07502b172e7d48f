using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansRocket.ClusterDirectory;

/// <summary>
/// The file <c>members.json</c> of a cluster directory. It is replaced in one step by whoever holds the operating system's lock of
/// <c>members.lock</c>, so that readers need no lock and a killed writer leaves the old file or the new one.
/// Each silo holds the lock of a file in <c>silos/</c> while it lives: the operating system releases it when the process dies.
/// </summary>
internal sealed class MembershipFile
{
    /// <summary>A change takes a millisecond; one that takes so long has an obstacle that will not go away.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockRetryDelay = TimeSpan.FromMilliseconds(2);

    /// <summary>Dead silos stay in the table for a while, so that everybody hears of their end.</summary>
    private static readonly TimeSpan DeadRowsStay = TimeSpan.FromMinutes(10);

    private readonly string _directory;
    private readonly TimeProvider _time;

    public MembershipFile(IOptions<ClusterDirectoryOptions> options, TimeProvider? time = null)
    {
        if (string.IsNullOrWhiteSpace(options.Value.Path))
            throw new OrleansConfigurationException("the cluster directory is not set");
        _directory = Path.GetFullPath(options.Value.Path);
        _time = time ?? TimeProvider.System;
    }

    public string Directory => _directory;

    private string File => Path.Join(_directory, "members.json");

    private string Silos => Path.Join(_directory, "silos");

    /// <summary>The table as it was written last; null when there is none.</summary>
    public Members? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), MembersJson.Default.Members);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException damaged)
        {
            throw new OrleansConfigurationException($"{File} is not a membership table: {damaged.Message}");
        }
    }

    /// <summary>Changes the table while nobody else does.</summary>
    /// <param name="change">Makes the new table of the old one; null leaves it as it is. Rows of silos that are gone are marked dead before.</param>
    /// <returns>The table as it is now, and whether it was changed.</returns>
    public async Task<(Members Table, bool IsChanged)> Change(Func<Members, Members?> change)
    {
        CreateDirectories();
        using var held = await Lock();
        var before = Read() ?? Members.None;
        var current = WithoutGone(before);
        var after = change(current);
        if (!ReferenceEquals(after ?? current, before))
            Write(after ?? current);
        return (after ?? current, after is not null);
    }

    /// <summary>Shows that this silo lives, until the result is disposed or the process ends.</summary>
    public async Task<IDisposable> ShowAlive(SiloAddress silo)
    {
        CreateDirectories();
        var path = LifePath(silo.ToParsableString());
        var started = _time.GetTimestamp();
        while (true)
        {
            // Somebody may be looking whether the lock is free, at this moment.
            if (TryLock(path) is { } life)
                return life;
            if (_time.GetElapsedTime(started) > LockPatience)
                throw new OrleansConfigurationException($"{path} is locked by another process");
            await Task.Delay(LockRetryDelay, _time);
        }
    }

    /// <summary>Whether the process of a silo is still there.</summary>
    public bool IsAlive(MemberRow row)
    {
        var path = LifePath(row.Address);
        if (!System.IO.File.Exists(path))
            return false;
        using var free = TryLock(path);
        return free is null;
    }

    private void CreateDirectories()
    {
        // For its owner only: whoever can write here can be a silo of the cluster.
        if (OperatingSystem.IsWindows())
            System.IO.Directory.CreateDirectory(_directory);
        else
            System.IO.Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        System.IO.Directory.CreateDirectory(Silos);
    }

    private string LifePath(string address) => Path.Join(Silos, address);

    private async Task<FileStream> Lock()
    {
        var path = Path.Join(_directory, "members.lock");
        var started = _time.GetTimestamp();
        while (true)
        {
            if (TryLock(path) is { } held)
                return held;
            if (_time.GetElapsedTime(started) > LockPatience)
                throw new TimeoutException($"{path} has been locked by another process for {LockPatience.TotalSeconds} s");
            await Task.Delay(LockRetryDelay, _time);
        }
    }

    /// <summary>The exclusive lock of a file, which is created when it is missing; null when somebody else has it.</summary>
    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException busy) when (busy is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    private Members WithoutGone(Members table)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var rows = new List<MemberRow>(table.Rows.Count);
        var isChanged = false;
        foreach (var row in table.Rows)
        {
            if (row.Status != SiloStatus.Dead && !IsAlive(row))
            {
                rows.Add(row with { Status = SiloStatus.Dead, ETag = table.Version + 1, IAmAliveTime = now });
                isChanged = true;
            }
            else if (row.Status == SiloStatus.Dead && now - row.IAmAliveTime > DeadRowsStay)
            {
                System.IO.File.Delete(LifePath(row.Address));
                isChanged = true;
            }
            else
            {
                rows.Add(row);
            }
        }

        return isChanged ? table.With(table.Version + 1, rows) : table;
    }

    private void Write(Members table)
    {
        var temporary = File + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            JsonSerializer.Serialize(file, table, MembersJson.Default.Members);
        System.IO.File.Move(temporary, File, overwrite: true);
    }
}
