using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansRocket.Hosting;
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
    private LogStore? _store;

    /// <summary>The store's name, which is the broker's and the silo's.</summary>
    public string Name => silo.Name;

    /// <summary>The open store.</summary>
    public LogStore Log => _store ?? throw new InvalidOperationException($"the store of silo '{silo.Name}' is not open");

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(BrokerStore), ServiceLifecycleStage.ApplicationServices, Open, Close);

    /// <summary>Opens a queue's log, which may have to recover it first.</summary>
    public Task<QueueLog> OpenQueue(QueueName queue, QueueLogOptions queueOptions) =>
        RunOffTurn(() => Log.OpenQueue(queue.Topic, queue.Queue, queueOptions));

    /// <summary>Deletes a queue's log.</summary>
    public Task DeleteQueue(QueueName queue) => RunOffTurn(() =>
    {
        Log.DeleteQueue(queue.Topic, queue.Queue);
        return true;
    });

    /// <summary>Makes an epoch durable before anything is written in it.</summary>
    public Task BeginEpoch(QueueLog log, int epoch) => RunOffTurn(() =>
    {
        log.BeginEpoch(epoch);
        return true;
    });

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
    }

    private async Task Close(CancellationToken cancellationToken)
    {
        if (_store is { } store)
            await store.DisposeAsync();
    }

    private Task<T> RunOffTurn<T>(Func<T> work)
    {
        // A grain goes on in a turn of its own in any case; everything else goes on where the work ended, and not on the thread pool.
        var completion = new TaskCompletionSource<T>();
        environment.Scheduler.Run(() =>
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
}
