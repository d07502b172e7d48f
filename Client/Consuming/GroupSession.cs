using Microsoft.Extensions.Logging;
using OrleansRocket.Groups;
using OrleansRocket.Routing;

namespace OrleansRocket.Consuming;

/// <summary>
/// A membership in a consumer group: keeps it alive, starts a reader for each queue that is granted, gives queues back that are wanted
/// elsewhere, and stores progress.
/// </summary>
internal sealed partial class GroupSession : IConsumerSession
{
    private readonly ClientContext _context;
    private readonly ConsumerOptions _options;
    private readonly ConsumerPause _pause;
    private readonly MessageLine _output;
    private readonly IConsumerGroupGrain _group;
    private readonly RetrySender _retries;
    private readonly JoinRequest _join;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<QueueName, QueueReader> _readers = [];
    private readonly List<QueueReader> _releasing = [];
    private bool _isLeaving;
    private Task _heartbeats = Task.CompletedTask;
    private Task _commits = Task.CompletedTask;

    public GroupSession(
        ClientContext context, ClientRoutes routes, ConsumerOptions options, string memberId, ConsumerPause pause, MessageLine output)
    {
        _pause = pause;
        _context = context;
        _options = options;
        _output = output;
        _retries = new RetrySender(context, routes, options);
        _group = context.Grains.GetGrain<IConsumerGroupGrain>(options.Group);
        _logger = context.Loggers.CreateLogger<GroupSession>();
        _join = new JoinRequest
        {
            MemberId = memberId,
            Subscriptions = [new Subscription(options.Topic, options.Filter.Text, options.Filter.Type)],
            SessionTimeout = options.SessionTimeout,
            Strategy = options.Assignment,
            Room = options.MachineRoom,
        };
    }

    /// <summary>The member's name in the group.</summary>
    public string MemberId => _join.MemberId;

    /// <summary>The queues that are being read, in order.</summary>
    public IReadOnlyList<QueueName> Queues
    {
        get
        {
            lock (_gate)
                return [.. _readers.Keys.Order()];
        }
    }

    public async Task Join(CancellationToken cancellationToken)
    {
        var view = await JoinPatiently(cancellationToken);
        Apply(view);
        _heartbeats = _context.Run(() => Heartbeats(view.Version));
        _commits = _context.Run(CommitPeriodically);
    }

    /// <summary>Stores the progress made so far.</summary>
    public async Task Commit()
    {
        List<QueueReader> readers;
        lock (_gate)
            readers = [.. _readers.Values];
        var commits = readers.ConvertAll(reader => reader.Progress());
        if (commits.TrueForAll(commit => commit.Offset < 0))
            return;
        var rejected = await _group.Commit(_join.MemberId, commits);
        for (var index = 0; index < readers.Count; index++)
        {
            if (!rejected.Contains(commits[index].Queue))
                readers[index].Committed(commits[index]);
        }
    }

    /// <summary>Stops reading, waits for the application to finish what it has, stores the progress and leaves the group.</summary>
    public async Task Leave()
    {
        List<QueueReader> readers;
        lock (_gate)
        {
            readers = [.. _readers.Values, .. _releasing];
            _readers.Clear();
            _isLeaving = true;
        }

        await Task.WhenAll(readers.Select(reader => reader.Stop()));
        await _retries.DisposeAsync();
        _stopping.Cancel();
        await Task.WhenAll(_heartbeats, _commits);
        try
        {
            await _group.Leave(_join.MemberId, readers.ConvertAll(reader => reader.Progress()));
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            // The group notices by itself, after the session timeout; uncommitted messages come again.
            LogLeaveFailed(failure, _options.Group);
        }
    }

    /// <summary>A broker that is just starting or failing over is given some time.</summary>
    private async Task<GroupView> JoinPatiently(CancellationToken cancellationToken)
    {
        var started = _context.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await _group.Join(_join).WaitAsync(cancellationToken);
            }
            catch (Exception failure) when (Transience.IsTransient(failure) && _context.Time.GetElapsedTime(started) < _options.SessionTimeout)
            {
                await _context.Delay(_context.RetryDelay(attempt), cancellationToken);
            }
        }
    }

    private async Task Heartbeats(long version)
    {
        for (var failures = 0; !_stopping.IsCancellationRequested;)
        {
            try
            {
                var view = await Heartbeat(version);
                version = view.Version;
                Apply(view);
                failures = 0;
            }
            catch (Exception failure)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                failures++;
                LogHeartbeatFailed(failure, _options.Group, failures);
                await Pause(_context.RetryDelay(failures));
            }
        }
    }

    private async Task<GroupView> Heartbeat(long version)
    {
        try
        {
            return await _group.Heartbeat(_join.MemberId, version, _options.SessionTimeout / 3, _stopping.Token);
        }
        catch (RocketException unknown) when (unknown.Code == RocketError.UnknownMember)
        {
            // The group has given our queues away, or has forgotten everybody because its silo went down. Uncommitted messages come again.
            Abandon();
            return await _group.Join(_join);
        }
    }

    private async Task CommitPeriodically()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await Pause(_options.CommitInterval);
            try
            {
                await Commit();
            }
            catch (Exception failure)
            {
                LogCommitFailed(failure, _options.Group);
            }
        }
    }

    /// <summary>Starts what was granted and gives back what is not ours any more.</summary>
    private void Apply(GroupView view)
    {
        lock (_gate)
        {
            if (_isLeaving)
                return;
            var granted = view.Grants.ToDictionary(grant => grant.Queue);
            foreach (var reader in _readers.Values.ToList())
            {
                if (granted.TryGetValue(reader.Queue, out var grant) && grant.Generation == reader.Generation)
                {
                    reader.Quota = grant.Quota;
                    continue;
                }

                _readers.Remove(reader.Queue);
                BeginRelease(reader);
            }

            foreach (var grant in view.Grants)
            {
                // A queue that is being released stays in the view until that is done, under its old generation.
                if (!_readers.ContainsKey(grant.Queue) && !IsReleasing(grant))
                    StartReader(grant);
            }

            // The answer that granted it was lost, or came too late: it is given back all the same, or nobody would ever read it.
            foreach (var revoked in view.Revoked)
            {
                if (!IsReleasing(revoked))
                    BeginRelease(NewReader(revoked));
            }
        }
    }

    private bool IsReleasing(QueueGrant grant) => _releasing.Exists(reader => reader.Queue == grant.Queue && reader.Generation == grant.Generation);

    private void StartReader(QueueGrant grant)
    {
        var reader = NewReader(grant);
        _readers.Add(grant.Queue, reader);
        reader.Start();
    }

    private QueueReader NewReader(QueueGrant grant) => new(_context, _options, grant, _output, CommitStart, _pause, _retries);

    private void BeginRelease(QueueReader reader)
    {
        _releasing.Add(reader);
        _ = _context.Run(() => Release(reader));
    }

    private async Task CommitStart(QueueReader reader)
    {
        var commit = reader.Progress();
        var rejected = await _group.Commit(_join.MemberId, [commit]);
        if (rejected.Count == 0)
            reader.Committed(commit);
    }

    private async Task Release(QueueReader reader)
    {
        await reader.Stop();
        for (var attempt = 1; !_stopping.IsCancellationRequested; attempt++)
        {
            try
            {
                await _group.Release(_join.MemberId, [reader.Progress()]);
                break;
            }
            catch (RocketException unknown) when (unknown.Code == RocketError.UnknownMember)
            {
                break;
            }
            catch (Exception failure)
            {
                LogReleaseFailed(failure, reader.Queue, _options.Group, attempt);
                await Pause(_context.RetryDelay(attempt));
            }
        }

        lock (_gate)
            _releasing.Remove(reader);
    }

    private void Abandon()
    {
        lock (_gate)
        {
            foreach (var reader in _readers.Values)
                reader.Abandon();
            _readers.Clear();
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
            // Stopping: the loops see it.
        }
    }

    [LoggerMessage(3200, LogLevel.Warning, "Consumer group {Group} does not answer heartbeats (failure {Failures} in a row); trying again")]
    private partial void LogHeartbeatFailed(Exception failure, string group, int failures);

    [LoggerMessage(3201, LogLevel.Warning, "Cannot store the progress of consumer group {Group}; trying again later")]
    private partial void LogCommitFailed(Exception failure, string group);

    [LoggerMessage(3203, LogLevel.Warning, "Cannot give queue {Queue} back to consumer group {Group} (attempt {Attempt}); trying again")]
    private partial void LogReleaseFailed(Exception failure, QueueName queue, string group, int attempt);

    [LoggerMessage(3202, LogLevel.Warning, "Cannot leave consumer group {Group}")]
    private partial void LogLeaveFailed(Exception failure, string group);
}
