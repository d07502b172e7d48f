using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Tests.Log;

/// <summary>A store in a directory of its own, small segments, a clock that stands still, background work done when asked.</summary>
internal sealed class StoreFixture : IAsyncDisposable
{
    public const string Topic = "orders";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public StoreFixture(ILogFiles? files = null, Func<LogStoreOptions, LogStoreOptions>? configure = null)
    {
        Path = System.IO.Path.Join(System.IO.Path.GetTempPath(), "rocket-log-" + Guid.NewGuid().ToString("N"));
        Options = new LogStoreOptions { Path = Path, SegmentBytes = 1024 * 1024, DiskHighWatermark = 1, DiskLowWatermark = 1, DiskCleanWatermark = 1, MinFreeBytes = 0 };
        Options = configure?.Invoke(Options) ?? Options;
        Files = files ?? new LinuxLogFiles();
        Open();
    }

    public string Path { get; }

    public LogStoreOptions Options { get; set; }

    public ILogFiles Files { get; }

    public FakeTimeProvider Time { get; } = new(Start);

    public ManualScheduler Scheduler { get; private set; } = new();

    public LogStore Store { get; private set; } = null!;

    public string QueueDirectory => System.IO.Path.Join(Path, "queues", Topic, "0");

    public QueueLog OpenQueue(QueueLogOptions? options = null, int queue = 0) => Store.OpenQueue(Topic, queue, options ?? new QueueLogOptions());

    public void Open()
    {
        Scheduler = new ManualScheduler();
        Store = LogStore.Open(Options, new LogEnvironment { Files = Files, Time = Time, Scheduler = Scheduler });
    }

    /// <summary>Closes in order and opens again.</summary>
    public async Task<QueueLog> Reopen(QueueLogOptions? options = null)
    {
        await Close();
        Open();
        return OpenQueue(options);
    }

    public async Task Close()
    {
        var closing = Store.DisposeAsync();
        Scheduler.RunAll();
        await closing;
    }

    /// <summary>
    /// Opens the files as they are now, as after kill -9: the store that is open goes on holding its mappings, so nothing that
    /// it has in memory only can reach the copy.
    /// </summary>
    public StoreFixture AfterKill(Func<string, bool>? keep = null)
    {
        var copy = new StoreFixture(this, System.IO.Path.Join(System.IO.Path.GetTempPath(), "rocket-log-" + Guid.NewGuid().ToString("N")));
        CopyDirectory(Path, copy.Path, keep);
        copy.Open();
        return copy;
    }

    /// <summary>A copy of the files, not opened.</summary>
    public StoreFixture CopyClosed()
    {
        var copy = new StoreFixture(this, System.IO.Path.Join(System.IO.Path.GetTempPath(), "rocket-log-" + Guid.NewGuid().ToString("N")));
        CopyDirectory(Path, copy.Path, null);
        return copy;
    }

    public async ValueTask DisposeAsync()
    {
        if (Store is not null)
            await Close();
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private StoreFixture(StoreFixture source, string path)
    {
        Path = path;
        Options = source.Options with { Path = path };
        Files = source.Files;
        Time = source.Time;
    }

    private static void CopyDirectory(string from, string to, Func<string, bool>? keep)
    {
        Directory.CreateDirectory(to);
        foreach (var directory in Directory.EnumerateDirectories(from))
            CopyDirectory(directory, System.IO.Path.Join(to, System.IO.Path.GetFileName(directory)), keep);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            if (System.IO.Path.GetFileName(file) != "lock" && (keep is null || keep(file)))
                File.Copy(file, System.IO.Path.Join(to, System.IO.Path.GetFileName(file)));
        }
    }
}
