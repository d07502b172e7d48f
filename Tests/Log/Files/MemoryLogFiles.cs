using OrleansRocket.Log.Files;

namespace OrleansRocket.Tests.Log.Files;

/// <summary>
/// A file system in memory that knows what would survive. <see cref="Kill"/> gives what a new process on the same machine
/// finds: everything. <see cref="Crash"/> gives what is found after the machine lost power: synced data, a random part of the
/// sectors that were not, and a prefix of the names changed since the last sync of a directory (as a journal keeps them).
/// </summary>
/// <remarks>Thread-safe as far as the log needs it. Dispose it after every store and view on it.</remarks>
internal sealed class MemoryLogFiles : ILogFiles, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _directories = new(StringComparer.Ordinal) { "/" };
    private readonly HashSet<string> _locked = [];
    private readonly List<MemoryFile> _all = [];
    private readonly List<Action<MemoryLogFiles>> _unsynced = [];
    private readonly int _boot;
    private Dictionary<string, MemoryFile> _durableFiles = [];
    private HashSet<string> _durableDirectories = ["/"];

    public MemoryLogFiles()
        : this(1)
    {
    }

    private MemoryLogFiles(int boot) => _boot = boot;

    public string BootId => $"boot-{_boot}";

    public int ProcessId => 42;

    /// <summary>What the file system says of its space; writing is not limited by it.</summary>
    public DiskSpace FreeSpace { get; set; } = new(1L << 40, 1L << 39);

    /// <summary>The same machine, another process.</summary>
    public MemoryLogFiles Kill()
    {
        lock (_lock)
        {
            var next = new MemoryLogFiles(_boot);
            var copies = new Dictionary<MemoryFile, MemoryFile>();
            MemoryFile CopyOf(MemoryFile file) => copies.TryGetValue(file, out var copy) ? copy : copies[file] = next.Own(file.Copy());
            foreach (var (path, file) in _files)
                next._files[path] = CopyOf(file);
            next._directories.UnionWith(_directories);
            foreach (var (path, file) in _durableFiles)
                next._durableFiles[path] = CopyOf(file);
            next._durableDirectories = [.. _durableDirectories];
            next._unsynced.AddRange([.. _files.Select(pair => Put(pair.Key, CopyOf(pair.Value))), .. _durableFiles.Keys.Except(_files.Keys).Select(Drop)]);
            return next;
        }
    }

    /// <summary>The machine after it went down and came up again; the same seed loses the same.</summary>
    public MemoryLogFiles Crash(int seed)
    {
        lock (_lock)
        {
            var random = new Random(seed);
            var next = new MemoryLogFiles(_boot + 1);
            var copies = new Dictionary<MemoryFile, MemoryFile>();
            var kept = new MemoryLogFiles(0) { _durableFiles = new(_durableFiles), _durableDirectories = [.. _durableDirectories] };
            foreach (var change in _unsynced.Take(random.Next(_unsynced.Count + 1)))
                change(kept);
            foreach (var (path, file) in kept._durableFiles.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                next._files[path] = copies.TryGetValue(file, out var copy) ? copy : copies[file] = next.Own(file.AfterCrash(random));
            next._directories.UnionWith(kept._durableDirectories);
            next._durableFiles = new(next._files);
            next._durableDirectories = [.. next._directories];
            return next;
        }
    }

    public bool FileExists(string path)
    {
        lock (_lock)
            return _files.ContainsKey(path);
    }

    public bool DirectoryExists(string path)
    {
        lock (_lock)
            return _directories.Contains(path);
    }

    public void CreateDirectory(string path)
    {
        lock (_lock)
        {
            for (var directory = path; directory is not null && _directories.Add(directory); directory = Path.GetDirectoryName(directory))
            {
                var name = directory;
                _unsynced.Add(disk => disk._durableDirectories.Add(name));
            }
        }
    }

    public IReadOnlyList<string> List(string directory)
    {
        lock (_lock)
        {
            if (!_directories.Contains(directory))
                throw new LogFileException("readdir", directory, LibC.NotFound);
            return [.. _files.Keys.Concat(_directories).Where(path => path != "/" && Path.GetDirectoryName(path) == directory)
                .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
    }

    public ILogFile Open(string path, LogFileMode mode)
    {
        lock (_lock)
        {
            if (!_directories.Contains(Path.GetDirectoryName(path)!))
                throw new LogFileException("open", path, LibC.NotFound);
            if (!_files.TryGetValue(path, out var file))
            {
                if (mode is LogFileMode.Existing or LogFileMode.ReadOnly)
                    throw new LogFileException("open", path, LibC.NotFound);
                file = Own(new MemoryFile());
                _files[path] = file;
                _unsynced.Add(Put(path, file));
            }
            else if (mode == LogFileMode.Create)
            {
                file.SetLength(path, 0);
            }

            return new MemoryLogFile(path, file);
        }
    }

    public void Move(string from, string to)
    {
        lock (_lock)
        {
            if (_directories.Contains(from))
            {
                MoveDirectory(from, to);
                return;
            }

            if (!_files.Remove(from, out var file))
                throw new LogFileException("rename", from, LibC.NotFound);
            _files[to] = file;
            _unsynced.Add(disk =>
            {
                disk._durableFiles.Remove(from);
                disk._durableFiles[to] = file;
            });
        }
    }

    public void Delete(string path)
    {
        lock (_lock)
        {
            if (_files.Remove(path))
                _unsynced.Add(Drop(path));
        }
    }

    public void DeleteDirectory(string path)
    {
        lock (_lock)
        {
            foreach (var inside in _files.Keys.Where(name => IsInside(name, path)).ToList())
                Delete(inside);
            foreach (var directory in _directories.Where(name => name == path || IsInside(name, path)).ToList())
            {
                _directories.Remove(directory);
                _unsynced.Add(disk => disk._durableDirectories.Remove(directory));
            }
        }
    }

    public void SyncDirectory(string path)
    {
        lock (_lock)
        {
            foreach (var change in _unsynced)
                change(this);
            _unsynced.Clear();
        }
    }

    public IFileSystem? OpenFileSystem(string directory) => new WholeFileSystem(this);

    public IDisposable? TryLock(string path, out int holderProcessId)
    {
        holderProcessId = ProcessId;
        using (Open(path, LogFileMode.OpenOrCreate))
        {
            lock (_lock)
                return _locked.Add(path) ? new Unlock(this, path) : null;
        }
    }

    public DiskSpace Space(string path) => FreeSpace;

    public void Dispose()
    {
        foreach (var file in _all)
            file.Free();
        _all.Clear();
    }

    private static Action<MemoryLogFiles> Put(string path, MemoryFile file) => disk => disk._durableFiles[path] = file;

    private static Action<MemoryLogFiles> Drop(string path) => disk => disk._durableFiles.Remove(path);

    private static bool IsInside(string path, string directory) => path.StartsWith(directory + "/", StringComparison.Ordinal);

    private void MoveDirectory(string from, string to)
    {
        var moved = _files.Where(pair => IsInside(pair.Key, from)).ToList();
        foreach (var (path, file) in moved)
        {
            _files.Remove(path);
            _files[to + path[from.Length..]] = file;
        }

        _directories.Remove(from);
        _directories.Add(to);
        _unsynced.Add(disk =>
        {
            foreach (var (path, file) in disk._durableFiles.Where(pair => IsInside(pair.Key, from)).ToList())
            {
                disk._durableFiles.Remove(path);
                disk._durableFiles[to + path[from.Length..]] = file;
            }

            disk._durableDirectories.Remove(from);
            disk._durableDirectories.Add(to);
        });
    }

    private MemoryFile Own(MemoryFile file)
    {
        _all.Add(file);
        return file;
    }

    private sealed class WholeFileSystem(MemoryLogFiles files) : IFileSystem
    {
        public void Sync()
        {
            lock (files._lock)
            {
                foreach (var file in files._all)
                    file.Sync();
            }

            files.SyncDirectory("/");
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    private sealed class Unlock(MemoryLogFiles files, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (files._lock)
                files._locked.Remove(path);
        }
    }
}
