using Microsoft.Extensions.Logging;
using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Replication;

/// <summary>
/// A queue's replicas as their leader sees them. Belongs to the leader's grain and runs in its turns. The protocol is described in
/// <c>docs/protocol</c>; here: <c>.Epoch</c> begins one, <c>.Commit</c> counts.
/// </summary>
internal sealed partial class ReplicaGroup : IQueueReplication
{
    private readonly QueueName _queue;
    private readonly long _routeVersion;
    private readonly QueueLog _log;
    private readonly BrokerStore _store;
    private readonly ReplicationRule _rule;
    private readonly IReadOnlyList<(string Store, IFollowerGrain Grain)> _followers;
    private readonly RouteCache _routes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _committedMoved;
    private readonly Action<string> _ended;
    private readonly FollowerLink[] _links;
    private EpochPromise _leader = EpochPromise.None;
    private TopicConfig _config;
    private string? _whyEnded;

    /// <param name="queue">The queue.</param>
    /// <param name="route">Its topic, and the stores of its replicas, this one included.</param>
    /// <param name="log">The replica of this store.</param>
    /// <param name="services">What the silo has for it.</param>
    /// <param name="committedMoved">Called each time when <see cref="CommittedOffset"/> has moved.</param>
    /// <param name="ended">Called once when the leadership is lost, with the reason.</param>
    public ReplicaGroup(
        QueueName queue, TopicRoute route, QueueLog log, ReplicationServices services, Action committedMoved, Action<string> ended)
    {
        var stores = route.Queues[queue.Queue].Stores;
        (_queue, _config, _routeVersion, _log, _store) = (queue, route.Config, route.Version, log, services.Store);
        (_routes, _time, _logger) = (services.Routes, services.Time, services.Logger);
        (_committedMoved, _ended) = (committedMoved, ended);
        _rule = services.Rule(_config, stores.Count);
        _followers = [.. stores.Where(store => store != _store.Name)
            .Select(store => (store, services.Grains.GetGrain<IFollowerGrain>(new ReplicaName(store, queue).ToString())))];
        _links = [.. _followers.Select(follower => new FollowerLink(this, follower.Store, follower.Grain, log, services.Live, _time))];
    }

    /// <summary>The epoch that this leader leads in.</summary>
    public int Epoch => _leader.Epoch;

    /// <summary>Whether the leadership is over.</summary>
    public bool HasEnded => _whyEnded is not null;

    /// <inheritdoc/>
    public string? WhyReadOnly => _whyEnded;

    /// <inheritdoc/>
    public IEnumerable<ReplicaDescription> Describe() => _links.Select(link =>
        new ReplicaDescription(link.Store, IsLeader: false, link.IsInSync && link.IsReachable, link.Match, link.Problem));

    /// <summary>Whether every follower in sync has everything, and nobody waits: a handover loses nothing and no time then.</summary>
    public bool IsReplicated => !_links.Any(link => link.IsInSync && link.Match < _log.EndOffset) && _waiting.Count == 0;

    /// <summary>Whether no send waits for a follower.</summary>
    public bool MayLinger => _rule.Commit == 1;

    /// <summary>Whether a store's replica is in sync.</summary>
    public bool IsInSync(string store) => Array.Exists(_links, link => link.Store == store && link.IsInSync);

    /// <summary>A push in this epoch.</summary>
    public PushRequest NewPush(long offset, ReadOnlyMemory<byte> batches) => new()
    {
        Epoch = _leader.Epoch,
        Leader = _leader.Leader,
        Offset = offset,
        Batches = batches,
        CommittedOffset = CommittedOffset,
        LeaderEndOffset = _log.EndOffset,
        LeaderStartOffset = _log.StartOffset,
    };

    /// <summary>What a follower needs to begin.</summary>
    public FollowRequest NewFollow() => new(ReplicaStates.ToWire(_log.Epochs), _log.StartOffset, _log.EndOffset, _rule.NeverLosesCommitted);

    /// <summary>Has a follower begin anew, whatever was known of it.</summary>
    public void FollowAnew(string store) => Array.Find(_links, link => link.Store == store)?.FollowAnew();

    /// <summary>Ends the leadership: what waits was not acknowledged.</summary>
    public void End(string reason)
    {
        if (HasEnded)
            return;
        _whyEnded = $"it is no longer led by store '{_store.Name}': {reason}";
        FailWaiting(new RocketException(RocketError.StoreUnavailable, $"queue {_queue}: {_whyEnded}"));
        _ended(reason);
    }

    /// <summary>A follower has promised a later epoch. The next leader here claims one above it.</summary>
    public void Deposed(string store, int epoch)
    {
        _store.NoteEpoch(_queue, epoch);
        End($"store '{store}' has promised epoch {epoch} to another leader");
    }

    /// <summary>Takes over what has changed in the topic.</summary>
    public void Update(TopicConfig config) => _config = config;

    /// <inheritdoc/>
    public void Dispose() => End("its activation has ended");

    private void StorageFailed(FlushFailedException failure)
    {
        _store.ReportFailure($"queue {_queue}: {failure.Message}");
        End(failure.Message);
    }

    /// <summary>Tells that a push did not come through.</summary>
    public void LogPushFailed(string store, Exception failure) => LogPushFailed(_queue, store, failure.Message);

    [LoggerMessage(2311, LogLevel.Debug, "Queue {Queue}: a push to store {Store} failed: {Reason}")]
    private partial void LogPushFailed(QueueName queue, string store, string reason);

    [LoggerMessage(2310, LogLevel.Information, "Queue {Queue} adopts the log of store {Store}: from offset {Agreed} on, {Cut} message(s) of its own cut, {Fetched} fetched")]
    private partial void LogAdopted(QueueName queue, string store, long agreed, long cut, long fetched);
}
