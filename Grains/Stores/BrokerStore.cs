using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansRocket.Hosting;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Stores;

/// <summary>
/// This silo's store. It is opened before the silo takes part in the cluster and closed after its grains have been deactivated,
/// and it does the disk work that must not block a grain's turn.
/// </summary>
internal sealed class BrokerStore(
    ILocalSiloDetails silo,
    IOptions<ClusterOptions> cluster,
    IOptions<RocketSiloOptions> options,
    LogEnvironment environment) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Searches that run at a time: as many threads of the log are not there for flushes.</summary>
    private const int MaxSearches = 4;

    /// <summary>Reads of old segments that run at a time: what they wait for is one disk.</summary>
    private const int MaxOldReads = 2;

    private readonly ConcurrentDictionary<QueueName, long> _routeVersions = new();
    private readonly ConcurrentDictionary<QueueName, int> _epochs = new();
    private readonly BoundedScheduler _searches = new(environment.Scheduler, MaxSearches);
    private readonly BoundedScheduler _oldReads = new(environment.Scheduler, MaxOldReads);
    private LogStore? _store;
    private volatile string? _failure;
    private volatile bool _isOpen;

    /// <summary>The store's name, which is the broker's and the silo's.</summary>
    public string Name => silo.Name;

    /// <summary>The open store.</summary>
    public LogStore Log => _store ?? throw new InvalidOperationException($"the store of silo '{silo.Name}' is not open");

    /// <summary>Whether the store can be used.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Set when the broker begins to stop: its replicas do not lead any more, and still follow.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>The least that this broker does before it acknowledges: <see cref="RocketSiloOptions.Flush"/>.</summary>
    public FlushDiskType Flush => options.Value.Flush;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(BrokerStore), ServiceLifecycleStage.ApplicationServices, Open, Close);

    /// <summary>Opens a queue's log, which may have to recover it first.</summary>
    /// <exception cref="RocketException">It cannot be opened, since the disk is full for instance.</exception>
    public async Task<QueueLog> OpenQueue(QueueName queue, QueueLogOptions queueOptions)
    {
        try
        {
            return await RunOffTurn(() => Log.OpenQueue(queue.Topic, queue.Queue, queueOptions));
        }
        catch (Exception failure) when (failure is LogException or IOException)
        {
            throw new RocketException(RocketError.StorageFailed, $"queue {queue} cannot be opened on store '{Name}': {failure.Message}");
        }
    }

    /// <summary>Deletes a queue's log.</summary>
    public Task DeleteQueue(QueueName queue) => RunOffTurn(() =>
    {
        Log.DeleteQueue(queue.Topic, queue.Queue);
        return true;
    });

    /// <summary>When a message of a topic counts as stored here: as its topic says, or as this broker does if that goes further.</summary>
    public FlushDiskType FlushOf(TopicConfig config) => Flush == FlushDiskType.SyncFlush ? FlushDiskType.SyncFlush : config.Flush;

    /// <summary>How a topic's queues are kept here.</summary>
    public QueueLogOptions LogOptions(TopicConfig config) => new()
    {
        Flush = FlushOf(config) == FlushDiskType.SyncFlush ? FlushMode.Sync : FlushMode.Async,
        Retention = config.Retention,
        RetentionBytes = config.RetentionBytes,
        Compacted = config.Cleanup == CleanupPolicy.Compact,
        Trimmed = config.Cleanup == CleanupPolicy.Trim,
        KeyIndex = config.HasKeyIndex,
    };

    /// <summary>Makes an epoch durable before anything is written in it.</summary>
    public Task BeginEpoch(QueueLog log, int epoch) => RunOffTurn(() =>
    {
        log.BeginEpoch(epoch);
        return true;
    });

    /// <summary>Deletes what lies below an offset, as far as whole segments go.</summary>
    public Task Trim(QueueLog log, long offset) => !log.CanTrim(offset) ? Task.CompletedTask : RunOffTurn(() => log.Trim(offset));

    /// <summary>Does what may block on the disk.</summary>
    public Task<T> RunOffTurn<T>(Func<T> work) => RunOn(environment.Scheduler, work);

    /// <summary>Searches a log, which may take long; only a few searches run at a time.</summary>
    public Task<T> Search<T>(Func<T> search) => RunOn(_searches, search);

    /// <summary>Reads what may have to come from the disk first; only a few such reads run at a time.</summary>
    public Task<T> ReadOld<T>(Func<T> read) => RunOn(_oldReads, read);

    private static Task<T> RunOn<T>(ILogScheduler scheduler, Func<T> work)
    {
        // A grain goes on in a turn of its own in any case; everything else goes on where the work ended, and not on the thread pool.
        var completion = new TaskCompletionSource<T>();
        scheduler.Run(() =>
        {
            try
            {
                completion.SetResult(work());
            }
            catch (Exception failure) when (completion.TrySetException(failure))
            {
                // The caller awaits the completion and gets the failure there.
            }
        });
        return completion.Task;
    }

    /// <summary>Takes note of the version of a topic's route that a queue's leader goes by, and returns the latest.</summary>
    public long NoteRoute(QueueName queue, long version) =>
        _routeVersions.AddOrUpdate(queue, static (_, noted) => noted, static (_, known, noted) => Math.Max(known, noted), version);

    /// <summary>Takes note of an epoch of a queue that a replica elsewhere has promised, and returns the latest. The next leader here claims a
    /// later one; else it could be refused by that replica again and again.</summary>
    public int NoteEpoch(QueueName queue, int epoch) =>
        _epochs.AddOrUpdate(queue, static (_, noted) => noted, static (_, known, noted) => Math.Max(known, noted), epoch);

    /// <summary>The broker begins to stop.</summary>
    public void Leave() => IsLeaving = true;

    /// <summary>A queue can no longer be written until the broker is started anew. The first reason is the one that is told.</summary>
    public void ReportFailure(string reason) => _failure ??= reason;

    /// <summary>Why the store refuses writes, or those of a queue; null when it does not.</summary>
    public string? WhyNotWritable() => _failure
        ?? (Log.Disk is { AcceptsAppends: false } disk ? $"the disk under {Log.Options.Path} is full: {disk.FreeBytes} of {disk.TotalBytes} bytes are free" : null);

    private async Task Open(CancellationToken cancellationToken)
    {
        var path = options.Value.DataDirectory ?? Path.Combine("data", silo.Name);
        var logOptions = options.Value.ConfigureLog(new LogStoreOptions
        {
            Path = path,
            ClusterId = cluster.Value.ClusterId,
            StoreName = silo.Name,
        });
        _store = await RunOffTurn(() => LogStore.Open(logOptions, environment));
        _isOpen = true;
    }

    private async Task Close(CancellationToken cancellationToken)
    {
        _isOpen = false;
        if (_store is { } store)
            await store.DisposeAsync();
    }
}
