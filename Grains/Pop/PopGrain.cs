using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansRocket.Groups;
using OrleansRocket.Queues;
using OrleansRocket.Quotas;
using OrleansRocket.Routing;
using OrleansRocket.State;

namespace OrleansRocket.Pop;

/// <summary>
/// Hands out one queue's messages to one group. Reentrant: every change of the state is one synchronous step, and only then do calls wait for
/// its being written, so that those that come meanwhile share the next write. Two activations at once are safe: the state log refuses what
/// the older one writes, and nothing is answered before it is written.
/// </summary>
[Reentrant, PopPlacement, GrainType("rocket.pop")]
internal sealed partial class PopGrain(RouteCache routes, TimeProvider time, ILogger<PopGrain> logger) : Grain, IPopGrain
{
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly PopState _state = new();
    private readonly PopBuffer _buffer = new();
    private readonly ReadLimit _limit = new(time);
    private PopName _name;
    private ITopicQueueGrain _queue = null!;
    private IConsumerGroupGrain _group = null!;
    private PopJournal? _journal;
    private Task? _begun;
    private long _incarnation;
    private long _topicId;
    private long _generation;
    private long _reported = -1;

    /// <summary>What the consumers want; null until one has said so to this activation.</summary>
    private FilterExpression? _filter;

    /// <summary>Raised when what was read before does not count any more.</summary>
    private int _resets;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private PopJournal Journal => _journal ?? throw new InvalidOperationException($"{_name} has not begun");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = PopName.Parse(this.GetPrimaryKeyString());
        _queue = GrainFactory.GetGrain<ITopicQueueGrain>(_name.Queue.ToString());
        _group = GrainFactory.GetGrain<IConsumerGroupGrain>(_name.Group);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ending.Cancel();
        if (_journal is not null)
            await Report();
        _journal?.Dispose();
    }

    public async Task<PopDescription> Describe()
    {
        await Begun();
        return new PopDescription(_state.Committed, _state.Next, _state.InFlight, _state.CountInvisible(NowMs), _waiting);
    }

    public async Task Reset(long offset, bool force)
    {
        if (offset < 0)
            throw new RocketException(RocketError.InvalidArgument, $"{_name}: the offset is {offset}; it must not be negative");
        await Begun();
        var (invisible, waiting) = (_state.CountInvisible(NowMs), _waiting);
        if (!force && invisible + waiting > 0)
            throw new RocketException(RocketError.GroupNotEmpty, $"{_name} is being read: {invisible} messages are handed out, and {waiting} consumers wait");
        Restart(offset);
        await Journal.Write();
        Wake();
        await Report();
    }

    /// <summary>Reads the stored state, once; not in the activation, whose failures lose their type on the way to the caller.</summary>
    private Task Begun()
    {
        ThrowIfEnding();
        if (_begun is null or { IsFaulted: true })
            _begun = Begin();
        return _begun;
    }

    private async Task Begin()
    {
        var claim = await _group.ClaimPop(_name.Queue);
        _topicId = (await routes.FindTopic(_name.Queue.Topic))?.Id ?? 0;
        var route = await routes.FindTopic(SystemTopic.Pop) ?? await GrainFactory.GetGrain<IRoutingGrain>(0).FindOrCreateTopic(SystemTopic.Pop);
        await routes.Refresh(route.Version);
        var queue = new QueueName(SystemTopic.Pop, NameHash.Bucket(_name.ToString(), route.Queues.Count));
        var log = new StateLog(GrainFactory.GetGrain<ITopicQueueGrain>(queue.ToString()), $"pop/{_name}", routes.StoreName, time);
        _journal = new PopJournal(_name, log, _state, claim.Incarnation, End);
        (_incarnation, _limit.Quota) = (claim.Incarnation, claim.Quota);
        try
        {
            await _journal.Open();
        }
        catch
        {
            // What was read so far is of no use to another attempt.
            End();
            throw;
        }

        // By the clock and not by the epoch, which a loss of power can take back: no receipt of any activation before may be one of this one's.
        _generation = NowMs << 20;
        if (!_state.HasBegun && claim.CommittedOffset >= 0)
            Restart(claim.CommittedOffset);
        _buffer.MoveTo(_state.Next);
        this.RegisterGrainTimer(_ => Report(), new GrainTimerCreationOptions(ReportPeriod, ReportPeriod) { Interleave = true });
        LogBegun(_name, _state.Committed, _state.Next, _state.InFlight);
    }

    private void Restart(long offset)
    {
        _resets++;
        Journal.Change(PopChange.Start(offset));
        _buffer.MoveTo(offset);
    }

    /// <summary>Only a new activation can find out what has been stored. Those who wait are told, since this one ends only after their calls.</summary>
    private void End()
    {
        if (_ending.IsCancellationRequested)
            return;
        _ending.Cancel();
        Wake();
        DeactivateOnIdle();
    }

    private void ThrowIfEnding()
    {
        // A topic of the same name that was made anew has other messages at these offsets.
        if (_topicId != 0 && routes.Table.FindTopic(_name.Queue.Topic)?.Id != _topicId)
            End();
        if (_ending.IsCancellationRequested || routes.Stopping.IsCancellationRequested)
            throw new RocketException(RocketError.StoreUnavailable, $"{_name}: its grain is moving to another place");
    }

    /// <summary>Tells the group how far it is, and hears how much may be handed out. What is stored here counts; the group shows it.</summary>
    private async Task Report()
    {
        var committed = _state.Committed;
        if (committed < 0 || (committed == _reported && _state.InFlight + _waiting == 0))
            return;
        try
        {
            // What nobody wants is passed over without a word; all else is stored already.
            await Journal.Write();
            if (await _group.ReportPop(_name.Queue, _incarnation, committed) is { } quota)
                _limit.Quota = quota;
            else
                End();
            _reported = committed;
        }
        catch (Exception failure) when (Transience.IsTransient(failure) || failure is RocketException)
        {
            LogReportFailed(failure, _name);
        }
    }

    [LoggerMessage(2260, LogLevel.Information, "Handing out {Name}: done below {Committed}, next {Next}, handed out {InFlight}")]
    private partial void LogBegun(PopName name, long committed, long next, int inFlight);

    [LoggerMessage(2261, LogLevel.Debug, "Cannot tell the group about the progress of {Name}; trying again")]
    private partial void LogReportFailed(Exception failure, PopName name);

    [LoggerMessage(2262, LogLevel.Warning, "Cannot read the queue of {Name} at offset {Offset}; trying again")]
    private partial void LogFetchFailed(Exception failure, PopName name, long offset);

    [LoggerMessage(2263, LogLevel.Warning, "The queue of {Name} has no offset {Offset} (it has {StartOffset} to {CommittedOffset}); going on at {NextOffset}")]
    private partial void LogOffsetMoved(PopName name, long offset, long startOffset, long committedOffset, long nextOffset);
}
