using Microsoft.Extensions.Logging;
using Orleans.Embedded;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>The disk of one broker through all its lives, and what is wrong with it.</summary>
internal sealed class SimulatedStore(string name, Random random, FaultHits hits) : IDisposable
{
    private static readonly DiskSpace FullSpace = new(1L << 40, 1L << 20);

    private readonly List<MemoryLogFiles> _disks = [new()];
    private FaultyLogFiles _files = new(new MemoryLogFiles());
    private int _failingFlushes;
    private bool _isFull;
    private int _callsToDeath;
    private Fault _deathIs;
    private bool _dyingLosesPower;
    private Action _died = static () => { };

    public string Name => name;

    /// <summary>Whether the process that writes here is dead; what it still does is not seen by anybody.</summary>
    public bool IsDead { get; private set; }

    /// <summary>The longest that the disk takes for a piece of work.</summary>
    public TimeSpan SlowBy { get; set; }

    /// <summary>What a new process finds.</summary>
    public LogEnvironment NewLife(TimeProvider time, IWorkScheduler work, ILoggerFactory loggers)
    {
        IsDead = false;
        _callsToDeath = _failingFlushes = 0;
        _files = new FaultyLogFiles(_disks[^1]) { Fault = OnCall, Tear = OnWrite, Torn = Torn, FakeSpace = _isFull ? FullSpace : null };
        return new LogEnvironment
        {
            Files = _files,
            Time = time,
            Scheduler = new StoreScheduler(work, time, Delay),
            NewId = NewId,
            LoggerFactory = loggers,
        };
    }

    /// <summary>The process ends here, whatever it goes on to do; the next one finds the disk as it is now, or less what was not synced.</summary>
    public void Die(bool losesPower)
    {
        if (IsDead)
            return;
        IsDead = true;
        _disks.Add(losesPower ? _disks[^1].Crash(random.Next()) : _disks[^1].Kill());
    }

    /// <summary>Makes the process die inside one of its next calls.</summary>
    public void DieWithin(int calls, bool tearsWrite, bool losesPower, Action died)
    {
        (_callsToDeath, _died) = (random.Next(1, calls), died);
        (_deathIs, _dyingLosesPower) = (tearsWrite ? Fault.TornWrite : Fault.DeathInCall, losesPower);
    }

    public void FailNextFlush() => _failingFlushes = 1;

    public bool IsFlushFailurePending => _failingFlushes > 0;

    public void Fill(bool isFull)
    {
        _isFull = isFull;
        _files.FakeSpace = isFull ? FullSpace : null;
    }

    /// <summary>Changes a bit of a log of a replicated queue; null when there is nothing to change.</summary>
    public QueueName? FlipBit()
    {
        var disk = _disks[^1];
        var logs = new List<(QueueName Queue, string Path)>();
        foreach (var topic in disk.DirectoryExists("/data/queues") ? disk.List("/data/queues") : [])
        {
            foreach (var queue in topic == ClusterPlan.Alone ? [] : disk.List($"/data/queues/{topic}"))
                logs.AddRange(disk.List($"/data/queues/{topic}/{queue}").Where(IsLog)
                    .Select(file => (QueueName.Parse($"{topic}/{queue}"), $"/data/queues/{topic}/{queue}/{file}")));
        }

        if (logs.Count == 0)
            return null;
        var (flipped, path) = logs[random.Next(logs.Count)];
        using var log = disk.Open(path, LogFileMode.Existing);
        var bytes = new byte[log.Length];
        var used = bytes.AsSpan(0, log.Read(bytes, 0)).LastIndexOfAnyExcept((byte)0) + 1;
        if (used == 0)
            return null;
        var at = random.Next(used);
        log.Write([(byte)(bytes[at] ^ (1 << random.Next(8)))], at);
        log.Sync();
        hits.Add(Fault.BitFlip);
        return flipped;
    }

    public void Dispose()
    {
        foreach (var disk in _disks)
            disk.Dispose();
    }

    private static bool IsLog(string file) => file.EndsWith(SegmentFileName.LogEnding, StringComparison.Ordinal);

    private TimeSpan Delay()
    {
        if (SlowBy <= TimeSpan.Zero)
            return TimeSpan.Zero;
        hits.Add(Fault.SlowDisk);
        return TimeSpan.FromTicks(random.NextInt64(SlowBy.Ticks));
    }

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private int OnCall(string call, string path)
    {
        if (_callsToDeath > 0 && !(call == "pwrite" && _deathIs == Fault.TornWrite) && --_callsToDeath == 0)
        {
            if (_deathIs == Fault.TornWrite)
            {
                // It waits for a write to tear.
                _callsToDeath = 1;
                return 0;
            }

            DieNow();
            return FaultyLogFiles.IoError;
        }

        // Nothing but logs is mapped. (The path is the one under which the file was made, with another ending.)
        if (_failingFlushes > 0 && call is "msync")
        {
            _failingFlushes--;
            hits.Add(Fault.FailedFlush);
            return FaultyLogFiles.IoError;
        }

        if (_isFull && call is "fallocate" or "ftruncate" or "open" && _isFull && !path.EndsWith("/lock", StringComparison.Ordinal))
        {
            if (call == "open" && _disks[^1].FileExists(path))
                return 0;
            hits.Add(Fault.FullDisk);
            return FaultyLogFiles.NoSpace;
        }

        return 0;
    }

    private int? OnWrite(string path, int bytes) =>
        _callsToDeath > 0 && _deathIs == Fault.TornWrite && --_callsToDeath == 0 ? random.Next(bytes) : null;

    private void Torn() => DieNow();

    private void DieNow()
    {
        hits.Add(_deathIs);
        Die(_dyingLosesPower);
        _died();
    }
}
