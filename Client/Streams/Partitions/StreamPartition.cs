using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansRocket.Groups;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;

namespace OrleansRocket.Streams;

/// <summary>
/// One partition of a stream provider, a queue of its topic, as one pulling agent of Orleans drives it; receiver and cache in one. Everything happens in the
/// agent's turns.
/// <para>
/// It reads the queue into a window of bounded size (<see cref="PumpTail"/>) from which the cursors of all subscriptions read. A message leaves the window
/// when it is the oldest, room is needed, and all cursors of its stream are past it. A stream that keeps a full window waiting for longer than
/// <see cref="RocketStreamOptions.SlowStreamPatience"/> is left behind: its cursors read the log by themselves (<see cref="PumpBehind"/>), until they
/// have caught up, and the others go on. The group's offset, the checkpoint, follows what all cursors are done with (<see cref="Commit"/>).
/// </para>
/// </summary>
internal sealed partial class StreamPartition : IQueueAdapterReceiver, IQueueCache
{
    /// <summary>When two silos both take a partition for theirs, which Orleans lets happen while silos come and go, each waits so long before it claims the partition
    /// back. The one whose agent is stopped does not.</summary>
    private static readonly TimeSpan ReclaimDelay = TimeSpan.FromSeconds(1);

    /// <summary>The agent is given something, or nothing, after so long at the latest, so that it can do its own housekeeping.</summary>
    private static readonly TimeSpan PollTime = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker waits for messages to come.</summary>
    private static readonly TimeSpan ReadWait = TimeSpan.FromSeconds(5);

    /// <summary>A full window is looked at so often, while nothing else happens.</summary>
    private static readonly TimeSpan FullPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>The bytes that are read at once for a cursor that is behind, and how many cursors are read for at once: so much memory do they take, at most,
    /// beside the window, for as long as they are not read again before their consumers have taken what is there.</summary>
    private const int BehindBytes = 256 * 1024;
    private const int BehindAtOnce = 16;

    private readonly RocketStreamProvider _provider;
    private readonly RocketStreamOptions _options;
    private readonly string _owner;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<StreamId, WindowStream> _streams = [];
    private readonly Queue<WindowEntry> _window = new();
    private readonly Queue<StreamCursor> _waiting = new();
    private ITopicQueueGrain? _queue;
    private QueueGrant? _grant;
    private Task<ReadReply>? _read;
    private TaskCompletionSource? _wake;
    private long _windowBytes;

    /// <summary>Everything below was given to the agent, and the agent has made its cursors for it.</summary>
    private long _seen;
    private long _committed;
    private long _logEnd;
    private long _lastCommit;
    private long _heldOffset = -1;
    private bool _isOver;

    /// <summary>Cancelled when the agent that asks is being stopped.</summary>
    private CancellationToken _agent;

    /// <summary>The first message that a cursor was not done with when the agent dropped it because it is being stopped.</summary>
    private long _leftOpen = long.MaxValue;

    /// <summary>Whether all cursors have to look again, because they were halted.</summary>
    private bool _hasHalted;
    private long _heldSince;
    private int _failures;

    public StreamPartition(RocketStreamProvider provider, QueueName name, string owner, ILogger logger)
    {
        _provider = provider;
        _options = provider.Options;
        _owner = owner;
        _logger = logger;
        _time = provider.Time;
        Name = name;
    }

    /// <summary>The queue that it is.</summary>
    public QueueName Name { get; }

    /// <summary>The next offset to read into the window.</summary>
    public long Tail { get; private set; }

    /// <summary>The offset from which on everything that was read is in the window.</summary>
    public long WindowStart => _window.TryPeek(out var first) ? first.Batch.Offset : Tail;

    /// <summary>Whether it gives nothing at the moment: another silo has claimed it, or it was shut down.</summary>
    public bool IsHalted => _grant is null;

    /// <summary>Whether the agent is being stopped. It gives up what it has not delivered then, and drops its cursors, wherever they are; another one goes on there.</summary>
    public bool IsStopping => _agent.IsCancellationRequested;

    /// <summary>Its figures; replaced as a whole, for anybody to read.</summary>
    public PartitionStatus Status { get; private set; } = new();

    /// <summary>Claims the partition, if the brokers can be reached; if not, <see cref="GetQueueMessagesAsync(int, CancellationToken)"/> does so later.</summary>
    public async Task Initialize(TimeSpan timeout)
    {
        try
        {
            await Claim().WaitAsync(timeout, _time);
        }
        catch (Exception failure)
        {
            LogClaimFailed(failure, Name, _provider.Name);
        }
    }

    /// <inheritdoc/>
    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    /// <summary>Waits until there is something for a cursor. What was given before is in cursors by now: the agent has made them before it asks again.</summary>
    /// <returns>The streams that have something, each once.</returns>
    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        _seen = Tail;
        _agent = cancellationToken;
        var started = _time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested && !_isOver && _time.GetElapsedTime(started) < PollTime)
        {
            try
            {
                if (_grant is null && _hasHalted)
                    await Pause(ReclaimDelay, cancellationToken);
                if (_grant is null && !cancellationToken.IsCancellationRequested)
                    await Claim();
                if (_grant is not null && _time.GetElapsedTime(_lastCommit) >= _options.CommitInterval)
                    await Commit();
                if (_grant is null)
                    continue;
                var news = TellHalted();
                if (news.Count == 0)
                    news = await PumpBehind();
                if (news.Count == 0)
                    news = PumpTail();
                if (news.Count > 0)
                    return news;
                await WaitForWork(cancellationToken);
                _failures = 0;
            }
            catch (Exception failure) when (!_isOver && !cancellationToken.IsCancellationRequested)
            {
                _read = null;
                _failures++;
                Note(null);
                LogReadFailed(failure, Name, _provider.Name, Tail, _failures);
                await Pause(RocketStreamProvider.RetryDelay(_failures), cancellationToken);
            }
            catch (Exception)
            {
                // Shutting down: the loop sees it.
            }
        }

        return [];
    }

    /// <inheritdoc/>
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stores the progress a last time.</summary>
    public async Task Shutdown(TimeSpan timeout)
    {
        if (_isOver)
            return;
        try
        {
            if (_grant is not null)
                await Commit().WaitAsync(timeout, _time);
        }
        catch (Exception failure)
        {
            // The next agent begins a little earlier.
            LogCommitFailed(failure, Name, _provider.Name);
        }

        End();
    }

    /// <summary>The most that the agent may ask for; what is given are only the names of streams.</summary>
    public int GetMaxAddCount() => _options.CacheMessages;

    /// <summary>Nothing: it is in the window.</summary>
    public void AddToCache(IList<IBatchContainer> messages)
    {
    }

    /// <summary>Never: the partition stores its progress by itself.</summary>
    public bool TryPurgeFromCache(out IList<IBatchContainer> purgedItems)
    {
        purgedItems = [];
        return false;
    }

    /// <summary>Never: a full window keeps the partition from reading, not the agent from asking.</summary>
    public bool IsUnderPressure() => false;

    /// <summary>A cursor from an event on, or, without a token, from what comes next.</summary>
    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        var stream = Stream(streamId);
        var cursor = new StreamCursor(this, stream, token?.SequenceNumber ?? Tail, token?.EventIndex ?? StreamNews.WholeMessage);
        stream.Cursors.Add(cursor);
        return cursor;
    }

    /// <summary>A place at which there is no event.</summary>
    public RocketStreamBatch EmptyAt(StreamId stream, long offset, int index) =>
        RocketStreamBatch.Empty(stream, _provider, offset, index);

    /// <summary>A cursor cannot go on before the log was read for it.</summary>
    public void WaitForLog(StreamCursor cursor)
    {
        _waiting.Enqueue(cursor);
        Wake();
    }

    /// <summary>A subscription is done with a message.</summary>
    public void Delivered(StreamCursor cursor)
    {
        _provider.Metrics.Delivered(Name);
        if (_heldOffset >= 0 && !cursor.IsBehind)
            Wake();
    }

    /// <summary>A cursor is gone.</summary>
    public void CursorLeft(StreamCursor cursor)
    {
        if (IsStopping)
            _leftOpen = Math.Min(_leftOpen, cursor.FirstOpen);
        Forget(cursor.Stream);
        if (_heldOffset >= 0)
            Wake();
    }

    private async Task Claim()
    {
        var client = await _provider.Client();
        _queue = client.Context.Queue(Name);
        var group = client.Context.Grains.GetGrain<IConsumerGroupGrain>(_options.ConsumerGroup!);
        var grant = await group.Claim(Name, _owner);
        if (_isOver)
            return;
        var start = grant.CommittedOffset >= 0 ? grant.CommittedOffset : await _options.StartFrom.Find(_queue);

        // Stored before anything is read, or a crash would let the group begin somewhere else.
        if (grant.CommittedOffset < 0)
            await group.CommitClaimed(new QueueCommit(Name, grant.Generation, start));
        if (_isOver)
            return;
        _grant = grant;
        _committed = start;
        if (!_hasHalted)
            BeginAt(start);
        _lastCommit = _time.GetTimestamp();
        LogClaimed(Name, _provider.Name, _options.ConsumerGroup!, start);
    }

    private void BeginAt(long offset)
    {
        Tail = _seen = offset;
        foreach (var cursor in _streams.Values.SelectMany(stream => stream.Cursors))
            cursor.MoveTo(offset);
        _hasHalted = _streams.Count > 0;
    }

    /// <summary>Stores how far all cursors are, if that is further than it was.</summary>
    private async Task Commit()
    {
        _lastCommit = _time.GetTimestamp();
        var done = Done(out var oldest);
        if (done > _committed)
            await Store(done);
        Note(oldest);
    }

    /// <summary>Stores how far all cursors are. When another silo has claimed the partition, it is claimed back after a while, and all cursors go on where they are; when the group
    /// was reset or deleted, or the topic made anew, all go on where the group is then.</summary>
    private async Task Store(long done)
    {
        var client = await _provider.Client();
        var state = await client.Context.Grains.GetGrain<IConsumerGroupGrain>(_options.ConsumerGroup!).CommitClaimed(new QueueCommit(Name, _grant!.Generation, done));
        switch (state)
        {
            case ClaimState.Current:
                _committed = Math.Max(_committed, done);
                break;
            case ClaimState.Superseded:
                LogSuperseded(Name, _provider.Name);
                (_grant, _hasHalted) = (null, true);
                break;
            default:
                LogClaimEnded(Name, _provider.Name, _options.ConsumerGroup!);
                (_grant, _read, _hasHalted) = (null, null, false);
                while (_window.Count > 0)
                    Drop();
                break;
        }
    }

    /// <summary>Everything below is done with by all subscriptions: a message whose stream has no cursor by now has no subscriber.</summary>
    private long Done(out DateTimeOffset? oldest)
    {
        var done = Math.Min(_seen, _leftOpen);
        oldest = null;
        foreach (var stream in _streams.Values)
        {
            foreach (var cursor in stream.Cursors)
            {
                done = Math.Min(done, cursor.FirstOpen);
                if (cursor.OldestStored is { } stored && !(stored >= oldest))
                    oldest = stored;
            }
        }

        return done;
    }

    /// <summary>Names all streams to the agent, so that their cursors look again.</summary>
    private List<IBatchContainer> TellHalted()
    {
        if (!_hasHalted)
            return [];
        _hasHalted = false;
        return [.. _streams.Values.Where(stream => stream.Cursors.Count > 0).Select(stream => new StreamNews(stream.Id, WindowStart))];
    }

    /// <summary>Reads the log for cursors that are behind the window.</summary>
    private async Task<List<IBatchContainer>> PumpBehind()
    {
        var news = new List<IBatchContainer>();
        if (_waiting.Count == 0)
            return news;
        var cursors = new List<StreamCursor>();
        while (cursors.Count < BehindAtOnce && _waiting.TryDequeue(out var cursor))
        {
            if (cursor.IsWaitingForLog && cursor.Stream.Cursors.Contains(cursor))
                cursors.Add(cursor);
        }

        await Task.WhenAll(cursors.Select(Load));
        foreach (var cursor in cursors)
        {
            if (cursor.IsWaitingForLog)
                _waiting.Enqueue(cursor);
            else
                news.Add(new StreamNews(cursor.Stream.Id, cursor.LoadedTo));
        }

        return news;
    }

    private async Task Load(StreamCursor cursor)
    {
        var stream = cursor.Stream.Id;
        var from = cursor.LoadedTo;
        var request = new ReadRequest { Offset = from, MaxBytes = BehindBytes };
        if (_provider.Adapter.FilterOf(stream) is { } filter)
            request = request.Where(filter);
        ReadReply reply;
        try
        {
            reply = await _queue!.Read(request, _stopping.Token);
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            LogReadFailed(failure, Name, _provider.Name, from, 1);
            await Pause(RocketStreamProvider.RetryDelay(1), _stopping.Token);
            return;
        }

        if (from != cursor.LoadedTo)
            return;
        if (reply.Status == ReadStatus.OffsetIllegal)
            LogOffsetMoved(Name, _provider.Name, from, reply.StartOffset, reply.CommittedOffset, reply.NextOffset);
        var batches = new List<RocketStreamBatch>();
        foreach (var message in Messages(reply, from))
        {
            if (_provider.Adapter.StreamOf(message) is { } of && of.Equals(stream) && _provider.Adapter.CountEvents(message) > 0)
                batches.Add(new RocketStreamBatch(stream, _provider, message));
        }

        var next = Math.Max(reply.NextOffset, from);
        if (batches.Count > 0 || next >= WindowStart)
            cursor.Load(batches, next);
        else
            cursor.Skip(next);
    }

    /// <summary>Takes what was read, and reads on while there is room.</summary>
    private List<IBatchContainer> PumpTail()
    {
        var news = new List<IBatchContainer>();
        if (_read is { IsCompleted: true } read)
        {
            _read = null;
            Take(read.GetAwaiter().GetResult(), news);
        }

        MakeRoom();
        if (_read is null && HasRoom)
            _read = _queue!.Read(new ReadRequest { Offset = Tail, MaxBytes = _options.ReadBytes, Wait = ReadWait }.Where(_provider.Filter), _stopping.Token);
        return news;
    }

    private void Take(ReadReply reply, List<IBatchContainer> news)
    {
        _logEnd = reply.CommittedOffset;
        if (reply.Status == ReadStatus.OffsetIllegal)
            LogOffsetMoved(Name, _provider.Name, Tail, reply.StartOffset, reply.CommittedOffset, reply.NextOffset);
        var told = new HashSet<StreamId>();
        foreach (var message in Messages(reply, Tail))
        {
            if (_provider.Adapter.StreamOf(message) is not { } id)
                continue;
            if (told.Add(id))
                news.Add(new StreamNews(id, message.Offset));
            if (_provider.Adapter.CountEvents(message) == 0)
                continue;
            var stream = Stream(id);
            var entry = new WindowEntry(new RocketStreamBatch(id, _provider, message), stream);
            stream.Add(entry);
            _window.Enqueue(entry);
            _windowBytes += entry.Bytes;
        }

        Tail = reply.NextOffset;
    }

    private List<StreamMessage> Messages(ReadReply reply, long from)
    {
        var messages = new List<StreamMessage>();
        var batches = reply.Batches;
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            if ((batch.Attributes & BatchAttributes.Control) != 0)
                continue;
            foreach (var record in batch.Records)
            {
                if (record.Offset >= from && _provider.Filter.Matches(record))
                    messages.Add(StreamMessage.Of(Name, record));
            }
        }

        return messages;
    }

    private bool HasRoom => _window.Count < _options.CacheMessages && _windowBytes < _options.CacheBytes;

    private void MakeRoom()
    {
        while (!HasRoom)
        {
            var first = _window.Peek();
            if (!first.Stream.Cursors.TrueForAll(cursor => cursor.IsDoneWith(first)) && !IsTooSlow(first))
                return;
            Drop();
        }

        _heldOffset = -1;
    }

    /// <summary>Whether the oldest message has kept a full window waiting for too long. Its stream is left behind then.</summary>
    private bool IsTooSlow(WindowEntry first)
    {
        var now = _time.GetTimestamp();
        if (_heldOffset != first.Batch.Offset)
            (_heldOffset, _heldSince) = (first.Batch.Offset, now);
        return _time.GetElapsedTime(_heldSince, now) >= _options.SlowStreamPatience;
    }

    private void Drop()
    {
        var entry = _window.Dequeue();
        foreach (var cursor in entry.Stream.Cursors)
            cursor.FallBehind(entry);
        entry.Stream.DropFirst();
        _windowBytes -= entry.Bytes;
        Forget(entry.Stream);
    }

    private WindowStream Stream(StreamId id)
    {
        if (!_streams.TryGetValue(id, out var stream))
            _streams.Add(id, stream = new WindowStream(id));
        return stream;
    }

    private void Forget(WindowStream stream)
    {
        if (stream.First is null && stream.Cursors.Count == 0)
            _streams.Remove(stream.Id);
    }

    private async Task WaitForWork(CancellationToken cancellationToken)
    {
        if (_read is { IsCompleted: true } || _waiting.Count > 0)
            return;
        var wait = _options.CommitInterval - _time.GetElapsedTime(_lastCommit);
        if (_read is null && wait > FullPoll)
            wait = FullPoll;
        if (wait <= TimeSpan.Zero)
            return;
        _wake ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        var delay = Task.Delay(wait, _time, waited.Token);
        await (_read is null ? Task.WhenAny(_wake.Task, delay) : Task.WhenAny(_wake.Task, delay, _read));
        await waited.CancelAsync();
    }

    private void Wake()
    {
        var wake = _wake;
        _wake = null;
        wake?.TrySetResult();
    }

    private async Task Pause(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await Task.Delay(delay, _time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private void Note(DateTimeOffset? oldest) => Status = new PartitionStatus
    {
        IsClaimed = _grant is not null,
        Committed = _committed,
        LogEnd = _logEnd,
        OldestAge = oldest is { } stored && _time.GetUtcNow() - stored is { Ticks: > 0 } age ? age : TimeSpan.Zero,
        CacheMessages = _window.Count,
        CacheBytes = _windowBytes,
        Streams = _streams.Count,
        Cursors = _streams.Values.Sum(stream => stream.Cursors.Count),
        CursorsBehind = _streams.Values.Sum(stream => stream.Cursors.Count(cursor => cursor.IsBehind)),
        Failures = _failures,
    };

    private void End()
    {
        _isOver = true;
        _grant = null;
        Status = new PartitionStatus();
        _stopping.Cancel();
        Wake();
        _provider.Left(this);
    }

    [LoggerMessage(3500, LogLevel.Information, "Reading partition {Queue} of stream provider {Provider} for group {Group} from offset {Offset} on")]
    private partial void LogClaimed(QueueName queue, string provider, string group, long offset);

    [LoggerMessage(3501, LogLevel.Warning, "Partition {Queue} of stream provider {Provider} cannot be claimed yet; trying again")]
    private partial void LogClaimFailed(Exception failure, QueueName queue, string provider);

    [LoggerMessage(3502, LogLevel.Warning, "Cannot read partition {Queue} of stream provider {Provider} at offset {Offset} (failure {Failures} in a row); trying again")]
    private partial void LogReadFailed(Exception failure, QueueName queue, string provider, long offset, int failures);

    [LoggerMessage(3503, LogLevel.Warning, "Partition {Queue} of stream provider {Provider} has no offset {Offset} (it has {StartOffset} to {CommittedOffset}); going on at {NextOffset}")]
    private partial void LogOffsetMoved(QueueName queue, string provider, long offset, long startOffset, long committedOffset, long nextOffset);

    [LoggerMessage(3504, LogLevel.Information, "Partition {Queue} of stream provider {Provider} is read by another silo now")]
    private partial void LogSuperseded(QueueName queue, string provider);

    [LoggerMessage(3505, LogLevel.Warning, "Group {Group} was reset while partition {Queue} of stream provider {Provider} was read; beginning again where the group is now")]
    private partial void LogClaimEnded(QueueName queue, string provider, string group);

    [LoggerMessage(3506, LogLevel.Warning, "The progress of partition {Queue} of stream provider {Provider} was not stored; some events come again")]
    private partial void LogCommitFailed(Exception failure, QueueName queue, string provider);
}
