using Microsoft.Extensions.Logging;

namespace OrleansRocket.Routing;

/// <summary>The client's copy of the cluster's metadata, kept up to date by one long poll from the first use on.</summary>
internal sealed partial class ClientRoutes : IAsyncDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromSeconds(15);

    private readonly ClientContext _context;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private RouteTable _table = RouteTable.Empty;
    private Task? _polling;

    public ClientRoutes(ClientContext context)
    {
        _context = context;
        _logger = context.Loggers.CreateLogger<ClientRoutes>();
    }

    /// <summary>The newest metadata that this client has seen.</summary>
    public RouteTable Table => Volatile.Read(ref _table);

    private IRouteReaderGrain Reader => _context.Grains.GetGrain<IRouteReaderGrain>(0);

    /// <summary>The route of a topic; asks the cluster before it says that there is none.</summary>
    public async ValueTask<TopicRoute?> Find(string topic)
    {
        EnsurePolling();
        if (Table.FindTopic(topic) is { Deleting: false } known)
            return known;
        await Refresh();
        return Table.FindTopic(topic);
    }

    /// <summary>Makes sure that nothing is missed that the cluster knows by now.</summary>
    public async Task Refresh() => Apply(await Reader.GetChanges(Table.Version));

    /// <summary>The route of a topic for sending to it, which may create it.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>.</exception>
    public async ValueTask<TopicRoute> FindOrCreate(string topic) =>
        await Find(topic) is { Deleting: false } known ? known : await _context.Grains.GetGrain<IRoutingGrain>(0).FindOrCreateTopic(topic);

    public async ValueTask DisposeAsync()
    {
        // May be called twice: by the application, and by its service provider. Not CancelAsync, which would tell those who wait on
        // the thread pool and not on the client's scheduler.
        _stopping.Cancel();
        if (_polling is { } polling)
            await polling;
    }

    private void EnsurePolling()
    {
        if (_polling is not null)
            return;
        lock (_gate)
            _polling ??= _context.Run(Poll);
    }

    private async Task Poll()
    {
        for (var failures = 0; !_stopping.IsCancellationRequested;)
        {
            try
            {
                Apply(await Reader.WaitForChanges(Table.Version, PollWait, _stopping.Token));
                failures = 0;
            }
            catch (Exception failure)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                failures++;
                LogPollFailed(failure);
                await Pause(_context.RetryDelay(failures));
            }
        }
    }

    private async Task Pause(TimeSpan delay)
    {
        try
        {
            await _context.Delay(delay, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop sees it.
        }
    }

    private void Apply(RouteChanges changes)
    {
        lock (_gate)
            _table = _table.Apply(changes);
    }

    [LoggerMessage(3000, LogLevel.Debug, "Cannot read the cluster's metadata; trying again")]
    private partial void LogPollFailed(Exception failure);
}
