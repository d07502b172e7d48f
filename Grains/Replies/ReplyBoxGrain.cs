using OrleansRocket.Queues;
using OrleansRocket.Routing;

namespace OrleansRocket.Replies;

/// <summary>The replies for one requester. Calls interleave: those who hand in replies wait here beside the requester who takes them.</summary>
[GrainType("rocket.reply-box")]
internal sealed class ReplyBoxGrain(RouteCache routes, TimeProvider time) : Grain, IReplyBoxGrain
{
    /// <summary>So many replies wait at most: their senders are told that nobody wants more.</summary>
    internal const int MaxWaiting = 10_000;

    /// <summary>An answer takes no more replies once it has so many bytes.</summary>
    private const int MaxAnswerBytes = 1024 * 1024;

    /// <summary>By request, in the order in which they came.</summary>
    private readonly OrderedDictionary<string, Waiting> _replies = new(StringComparer.Ordinal);
    private TaskCompletionSource? _arrival;

    public async Task<ReplyOutcome> Put(Reply reply, TimeSpan patience)
    {
        if (_replies.Count >= MaxWaiting && !_replies.ContainsKey(reply.CorrelationId))
            return ReplyOutcome.NotWanted;
        if (_replies.TryGetValue(reply.CorrelationId, out var earlier))
            earlier.Outcome.TrySetResult(ReplyOutcome.NotWanted);
        var waiting = new Waiting(reply);
        _replies[reply.CorrelationId] = waiting;

        // Those who wait may go on within this call, so the next wait must find another task.
        var arrival = _arrival;
        _arrival = null;
        arrival?.SetResult();
        try
        {
            return await waiting.Outcome.Task.WaitAsync(Limit(patience), time, routes.Stopping);
        }
        catch (TimeoutException)
        {
            return ReplyOutcome.NotAskedFor;
        }
        catch (OperationCanceledException)
        {
            throw Stopping();
        }
        finally
        {
            if (_replies.TryGetValue(reply.CorrelationId, out var current) && current == waiting)
                _replies.Remove(reply.CorrelationId);
        }
    }

    public async Task<IReadOnlyList<Reply>> Wait(IReadOnlyList<ReplyReceipt> got, TimeSpan wait, CancellationToken cancellationToken)
    {
        foreach (var receipt in got)
        {
            if (_replies.Remove(receipt.CorrelationId, out var taken))
                taken.Outcome.TrySetResult(receipt.WasWanted ? ReplyOutcome.Taken : ReplyOutcome.NotWanted);
        }

        var started = time.GetTimestamp();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, routes.Stopping);
        while (_replies.Count == 0 && Limit(wait) - time.GetElapsedTime(started) is { Ticks: > 0 } remaining)
        {
            try
            {
                _arrival ??= new TaskCompletionSource();
                await _arrival.Task.WaitAsync(remaining, time, either.Token);
            }
            catch (TimeoutException)
            {
                break;
            }
            catch (OperationCanceledException) when (routes.Stopping.IsCancellationRequested)
            {
                throw Stopping();
            }
        }

        var answer = new List<Reply>();
        var bytes = 0L;
        foreach (var (_, waiting) in _replies)
        {
            if (bytes > MaxAnswerBytes)
                break;
            answer.Add(waiting.Reply);
            bytes += waiting.Reply.Body.Length;
        }

        return answer;
    }

    private static TimeSpan Limit(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait < ReadRequest.MaxWait ? wait : ReadRequest.MaxWait;

    private static RocketException Stopping() => new(RocketError.StoreUnavailable, "the broker where the requester's replies arrive is stopping");

    /// <summary>A reply and who waits until it is taken.</summary>
    private sealed class Waiting(Reply reply)
    {
        public Reply Reply => reply;

        public TaskCompletionSource<ReplyOutcome> Outcome { get; } = new();
    }
}
