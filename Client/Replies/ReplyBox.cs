using System.Globalization;
using Microsoft.Extensions.Logging;

namespace OrleansRocket.Replies;

/// <summary>A producer's requests that wait for their replies. It asks for replies only while there are such requests.</summary>
internal sealed partial class ReplyBox
{
    private static readonly TimeSpan PollWait = TimeSpan.FromSeconds(15);

    private readonly ClientContext _context;
    private readonly ILogger _logger;
    private readonly IReplyBoxGrain _grain;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource<Reply>> _waiting = new(StringComparer.Ordinal);
    private Task _polling = Task.CompletedTask;
    private bool _isPolling;

    public ReplyBox(ClientContext context)
    {
        _context = context;
        _logger = context.Loggers.CreateLogger<ReplyBox>();
        Name = $"{context.Options.ClientId}#{context.NewProducerId():x}";
        _grain = context.Grains.GetGrain<IReplyBoxGrain>(Name);
    }

    /// <summary>The name under which replies find it.</summary>
    public string Name { get; }

    /// <summary>Begins to wait for the reply to a new request.</summary>
    /// <returns>The request's id, and its reply.</returns>
    public (string CorrelationId, Task<Reply> Reply) Begin()
    {
        var id = _context.NewProducerId().ToString("x16", CultureInfo.InvariantCulture);
        var reply = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add(id, reply);
            if (!_isPolling)
            {
                _isPolling = true;
                _polling = _context.Run(Poll);
            }
        }

        return (id, reply.Task);
    }

    /// <summary>The request is not waited for any more.</summary>
    public void End(string correlationId)
    {
        lock (_gate)
            _waiting.Remove(correlationId);
    }

    /// <summary>Asks for no more replies.</summary>
    public Task Stop()
    {
        // Not CancelAsync, which would tell those who wait on the thread pool and not on the client's scheduler.
        _stopping.Cancel();
        lock (_gate)
            return _polling;
    }

    private async Task Poll()
    {
        IReadOnlyList<ReplyReceipt> got = [];
        for (var failures = 0; ShallPoll(got.Count > 0);)
        {
            try
            {
                var replies = await _grain.Wait(got, HasRequests ? PollWait : TimeSpan.Zero, _stopping.Token);
                got = [.. replies.Select(Take)];
                failures = 0;
            }
            catch (Exception failure)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                LogPollFailed(failure, ++failures);
                await Pause(_context.RetryDelay(failures));
            }
        }
    }

    private bool HasRequests
    {
        get
        {
            lock (_gate)
                return _waiting.Count > 0;
        }
    }

    /// <summary>Senders of replies wait to hear that theirs was taken, so that this is said before it ends.</summary>
    private bool ShallPoll(bool hasSomethingToSay)
    {
        lock (_gate)
            return _isPolling = !_stopping.IsCancellationRequested && (hasSomethingToSay || _waiting.Count > 0);
    }

    /// <summary>The first reply to a request counts.</summary>
    private ReplyReceipt Take(Reply reply)
    {
        TaskCompletionSource<Reply>? request;
        lock (_gate)
            _waiting.Remove(reply.CorrelationId, out request);
        request?.SetResult(reply);
        return new ReplyReceipt(reply.CorrelationId, request is not null);
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

    [LoggerMessage(3320, LogLevel.Warning, "Cannot ask for replies (failure {Failures} in a row); trying again")]
    private partial void LogPollFailed(Exception failure, int failures);
}
