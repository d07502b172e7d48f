using Microsoft.Extensions.Logging;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.State;

namespace OrleansRocket.Groups;

/// <summary>
/// A consumer group. Not reentrant: one change at a time, each commit written before it is answered. Heartbeats and descriptions
/// interleave, because a heartbeat waits; between two awaits they see a state in which every change is complete.
/// </summary>
[GrainType("rocket.consumer-group")]
internal sealed partial class ConsumerGroupGrain(
    RouteCache routes,
    TimeProvider time,
    ILogger<ConsumerGroupGrain> logger) : Grain, IConsumerGroupGrain
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(500);

    private GroupOffsets _offsets = null!;
    private GroupMembership _membership = null!;
    private TaskCompletionSource? _changed;
    private RouteTable _balancedOver = RouteTable.Empty;
    private IGrainTimer? _sweep;

    private string Group => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Name.CheckGroup(Group);
        var route = await routes.FindTopic(SystemTopic.Groups)
            ?? throw new RocketException(RocketError.NoStoreAvailable, "no broker has registered yet that could hold the state of consumer groups");
        var queue = new QueueName(SystemTopic.Groups, NameHash.Bucket(Group, route.Queues.Count));
        var log = new StateLog(GrainFactory.GetGrain<ITopicQueueGrain>(queue.ToString()), $"group/{Group}", routes.StoreName, time);
        _offsets = new GroupOffsets(Group, log, topic => routes.Table.FindTopic(topic)?.Id ?? 0);
        await _offsets.Load();

        // An activation's generations are above those of all earlier activations.
        _membership = new GroupMembership(time, (long)_offsets.Epoch << 32);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _offsets?.Dispose();
        return Task.CompletedTask;
    }

    public async Task<GroupView> Join(JoinRequest request)
    {
        await Check(request);
        RefuseConflict(request);
        var member = _membership.Join(request);
        Rebalance();
        _sweep ??= this.RegisterGrainTimer(Sweep, new GrainTimerCreationOptions(SweepPeriod, SweepPeriod) { KeepAlive = true });
        LogJoined(request.MemberId, Group);
        return View(member);
    }

    public async Task<GroupView> Heartbeat(string memberId, long knownVersion, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var member = Member(memberId);
            _membership.Touch(member);
            var remaining = wait - time.GetElapsedTime(started);
            if (member.ViewVersion != knownVersion || remaining <= TimeSpan.Zero)
                return View(member);
            try
            {
                _changed ??= new TaskCompletionSource();
                await _changed.Task.WaitAsync(remaining, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Timers count whole milliseconds, so that a part of one may remain: waiting for that would be a busy loop.
                wait = TimeSpan.Zero;
            }
        }
    }

    public async Task<IReadOnlyList<QueueName>> Commit(string memberId, IReadOnlyList<QueueCommit> commits)
    {
        _membership.Touch(Member(memberId));
        var accepted = commits.Where(commit => _membership.Owns(memberId, commit.Queue, commit.Generation)).ToList();
        await Store(accepted);
        return [.. commits.Except(accepted).Select(commit => commit.Queue)];
    }

    public async Task<IReadOnlyList<QueueName>> Release(string memberId, IReadOnlyList<QueueCommit> commits)
    {
        var rejected = await Commit(memberId, commits);
        foreach (var commit in commits)
        {
            if (!rejected.Contains(commit.Queue))
                _membership.Release(commit.Queue);
        }

        TellMembers();
        return rejected;
    }

    public async Task Leave(string memberId, IReadOnlyList<QueueCommit> commits)
    {
        if (_membership.Find(memberId) is null)
            return;
        await Commit(memberId, commits);
        _membership.Remove(memberId);
        Rebalance();
        LogLeft(memberId, Group);
    }

    public Task<GroupDescription> Describe()
    {
        var members = _membership.Members.Select(member => new MemberDescription(member.Id, member.Subscriptions, [.. _membership.OwnedBy(member.Id).Order()])).ToList();
        var progress = _offsets.All.OrderBy(entry => entry.Queue).ToList();
        var claims = _offsets.Claims.OrderBy(claim => claim.Queue).ToList();
        if (members.Count == 0 && progress.Count == 0 && claims.Count == 0 && !_offsets.PopTopics.Any() && _offsets.Quota == GroupQuota.None)
            throw new RocketException(RocketError.GroupNotFound, $"consumer group '{Group}' has neither members nor progress");
        return Task.FromResult(new GroupDescription(Group, members, progress, [.. _offsets.PopTopics.Order(StringComparer.Ordinal)], claims, _offsets.Quota));
    }

    public async Task ResetOffsets(string topic, IReadOnlyList<QueueCommit> offsets, bool force)
    {
        if (await routes.FindTopic(topic) is not { Deleting: false } route)
            throw new RocketException(RocketError.TopicNotFound, $"topic '{topic}' does not exist");
        if (_offsets.FindPop(topic) != 0)
            throw new RocketException(RocketError.GroupModeMismatch, $"consumer group '{Group}' reads topic '{topic}' by simple consumers: its queues are reset one by one");
        if (offsets.FirstOrDefault(offset => offset.Queue.Topic != topic || offset.Queue.Queue >= route.Queues.Count || offset.Offset < 0) is { } wrong)
            throw new RocketException(RocketError.InvalidArgument, $"consumer group '{Group}': queue {wrong.Queue} cannot be reset to offset {wrong.Offset} as one of topic '{topic}'");
        var members = _membership.Members.Count(member => member.Reads(topic));
        if (members > 0 && !force)
            throw new RocketException(RocketError.GroupNotEmpty, $"consumer group '{Group}' has {members} members that read topic '{topic}'");
        var claimed = _offsets.Claims.FirstOrDefault(claim => claim.Queue.Topic == topic);
        if (claimed is not null && !force)
            throw new RocketException(RocketError.GroupNotEmpty, $"queue {claimed.Queue} is read for consumer group '{Group}' by {claimed.Owner}");
        await Guarded(_offsets.Reset(topic, offsets));

        // The members hear of it with the answer to their heartbeats; what they commit until then is refused.
        _membership.Regrant(topic);
        TellMembers();
    }

    public async Task SetQuota(GroupQuota quota)
    {
        quota.Check(Group);
        await Guarded(_offsets.StoreQuota(quota));
        _membership.Renew();
        TellMembers();
    }

    public async Task Delete()
    {
        if (_membership.Members.Any())
            throw new RocketException(RocketError.GroupNotEmpty, $"consumer group '{Group}' has {_membership.Members.Count()} members");
        await Guarded(_offsets.Clear());
    }

    private GroupMember Member(string memberId) => _membership.Find(memberId)
        ?? throw new RocketException(RocketError.UnknownMember, $"'{memberId}' is not a member of consumer group '{Group}'");

    private GroupView View(GroupMember member) =>
        new(member.ViewVersion, [.. _membership.Grants(member.Id).Select(Grant)], [.. _membership.Revoked(member.Id).Select(Grant)]);

    private QueueGrant Grant((QueueName Queue, long Generation) owned) => new(owned.Queue, owned.Generation, _offsets.Find(owned.Queue), QuotaOf(owned.Queue));

    private QueueQuota QuotaOf(QueueName queue) => _offsets.Quota.PartOf(routes.Table.FindTopic(queue.Topic)?.Queues.Count ?? 1);

    private async Task Check(JoinRequest request)
    {
        if (request.Subscriptions.Count == 0)
            throw new RocketException(RocketError.InvalidArgument, $"member '{request.MemberId}' of consumer group '{Group}' subscribes to nothing");
        if (request.SessionTimeout < JoinRequest.MinSessionTimeout || request.SessionTimeout > JoinRequest.MaxSessionTimeout)
            throw new RocketException(RocketError.InvalidArgument, $"session timeout is {request.SessionTimeout}; it must be {JoinRequest.MinSessionTimeout} to {JoinRequest.MaxSessionTimeout}");
        if (!Enum.IsDefined(request.Strategy))
            throw new RocketException(RocketError.InvalidArgument, $"assignment strategy {request.Strategy} of member '{request.MemberId}' of consumer group '{Group}' is not known");
        if (_membership.Members.FirstOrDefault(member => member.Id != request.MemberId && member.Strategy != request.Strategy) is { } other)
            throw new RocketException(RocketError.AssignmentMismatch, $"member '{request.MemberId}' of consumer group '{Group}' asks for assignment {request.Strategy}; '{other.Id}' and the others have {other.Strategy}");
        foreach (var subscription in request.Subscriptions)
        {
            if (await routes.FindTopic(subscription.Topic) is not { Deleting: false })
                throw new RocketException(RocketError.TopicNotFound, $"topic '{subscription.Topic}' does not exist");
            _ = FilterExpression.Parse(subscription.Type, subscription.Expression);
            if (_offsets.FindPop(subscription.Topic) != 0)
                throw new RocketException(RocketError.GroupModeMismatch, $"consumer group '{Group}' reads topic '{subscription.Topic}' by simple consumers; delete the group to read it by members");
            RefuseClaimed(subscription.Topic);
        }
    }

    /// <summary>A silent member keeps others with another filter out until its session ends, as it keeps its queues.</summary>
    private void RefuseConflict(JoinRequest request)
    {
        if (_membership.Conflict(request) is not { } conflict)
            return;
        LogConflict(request.MemberId, Group, conflict.Wanted.Topic, conflict.Wanted.Describe(), conflict.Own.Describe(), conflict.Member.Id);
        throw new RocketException(
            RocketError.SubscriptionConflict,
            $"'{request.MemberId}' wants '{conflict.Wanted.Describe()}' of topic '{conflict.Wanted.Topic}', and member '{conflict.Member.Id}' of consumer group '{Group}' wants '{conflict.Own.Describe()}'; all members that read a topic must have the same filter");
    }

    private Task Store(List<QueueCommit> commits)
    {
        var news = commits.FindAll(commit => commit.Offset >= 0 && commit.Offset != _offsets.Find(commit.Queue));
        return news.Count == 0 ? Task.CompletedTask : Guarded(_offsets.Store(news));
    }

    /// <summary>When nobody knows whether a write took place, only a new activation can find out.</summary>
    private async Task Guarded(Task write)
    {
        try
        {
            await write;
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private void Rebalance()
    {
        _balancedOver = routes.Table;
        var queueCounts = new Dictionary<string, int>();

        // What members could not handle is read by all of them, once there is such a topic.
        foreach (var topic in _membership.Topics.Append(SystemTopic.Retry(Group)).Distinct())
        {
            if (_balancedOver.FindTopic(topic) is { Deleting: false } route)
                queueCounts.Add(topic, route.Queues.Count);
        }

        _membership.Rebalance(queueCounts, RoomOf);
        TellMembers();
    }

    private string RoomOf(QueueName queue) =>
        _balancedOver.FindTopic(queue.Topic)?.Queues[queue.Queue].Stores is [var leader, ..] ? MachineRoomAssignment.RoomOf(leader) : "";

    /// <summary>Members that wait may go on within this call, so the next wait must find another task.</summary>
    private void TellMembers()
    {
        var changed = _changed;
        _changed = null;
        changed?.SetResult();
    }

    /// <summary>Ends the sessions of silent members, and follows topics that have got more queues.</summary>
    private Task Sweep(CancellationToken cancellationToken)
    {
        var silent = _membership.RemoveSilent();
        foreach (var memberId in silent)
            LogSilent(memberId, Group);
        if (silent.Count > 0 || !ReferenceEquals(_balancedOver, routes.Table))
            Rebalance();
        if (!_membership.Members.Any())
        {
            _sweep?.Dispose();
            _sweep = null;
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(2200, LogLevel.Information, "{Member} joined consumer group {Group}")]
    private partial void LogJoined(string member, string group);

    [LoggerMessage(2201, LogLevel.Information, "{Member} left consumer group {Group}")]
    private partial void LogLeft(string member, string group);

    [LoggerMessage(2203, LogLevel.Error, "{Member} was refused by consumer group {Group}: of topic {Topic} it wants {Wanted}, and member {Other} wants {Own}")]
    private partial void LogConflict(string member, string group, string topic, string wanted, string own, string other);

    [LoggerMessage(2202, LogLevel.Warning, "{Member} of consumer group {Group} was silent for longer than its session timeout; its queues go to others")]
    private partial void LogSilent(string member, string group);
}
