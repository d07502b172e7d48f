using OrleansRocket.Pop;
using OrleansRocket.Queues;

namespace OrleansRocket.Consuming;

/// <summary>One queue, as a simple consumer sees it.</summary>
internal sealed class PopQueue
{
    private static readonly TimeSpan WatchWait = ReadRequest.MaxWait;

    private readonly ClientContext _context;
    private readonly SimpleConsumerOptions _options;
    private readonly QueueName _name;
    private readonly PopSignal _signal;
    private readonly CancellationToken _stopping;
    private int _isWatched;
    private volatile bool _mayHaveMessages = true;
    private volatile Exception? _failure;

    /// <summary>Makes it.</summary>
    /// <param name="context">The client.</param>
    /// <param name="options">The consumer's options.</param>
    /// <param name="name">The queue.</param>
    /// <param name="signal">Told when there may be messages.</param>
    /// <param name="stopping">Ends the watching.</param>
    public PopQueue(ClientContext context, SimpleConsumerOptions options, QueueName name, PopSignal signal, CancellationToken stopping)
    {
        (_context, _options, _name, _signal, _stopping) = (context, options, name, signal, stopping);
        Grain = context.Grains.GetGrain<IPopGrain>(new PopName(options.Group, name).ToString());
    }

    public IPopGrain Grain { get; }

    /// <summary>False from when it was found empty until it has something again.</summary>
    public bool MayHaveMessages => _mayHaveMessages;

    /// <summary>Why it cannot be read at the moment; null when it can.</summary>
    public Exception? Failure => _failure;

    /// <summary>Takes messages that are there now. Finding none begins to watch for some.</summary>
    public async Task<PopReply?> Pop(PopRequest request)
    {
        try
        {
            var reply = await Grain.Pop(request);
            if (!reply.HasBegun)
                reply = await Grain.Pop(request with { StartOffset = await FindStart() });
            _failure = null;
            if (reply.Handouts.Count > 0)
                return reply;
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            _failure = failure;
        }

        Watch();
        return null;
    }

    private void Watch()
    {
        _mayHaveMessages = false;
        if (Interlocked.Exchange(ref _isWatched, 1) == 0)
            _ = _context.Run(WatchUntilMessages);
    }

    private async Task WatchUntilMessages()
    {
        for (var failures = _failure is null ? 0 : 1; !_stopping.IsCancellationRequested;)
        {
            try
            {
                if (failures > 0)
                    await _context.Delay(_context.RetryDelay(failures), _stopping);

                // When nobody receives any more, the next receive looks for itself.
                if (await Grain.Wait(WatchWait, _stopping) || !_signal.IsWanted)
                    break;
                failures = 0;
            }
            catch (Exception failure)
            {
                failures++;
                _failure = failure;

                // Whoever receives is to hear of it, and not to wait for what never comes.
                if (!Transience.IsTransient(failure))
                    break;
            }
        }

        Volatile.Write(ref _isWatched, 0);
        _mayHaveMessages = true;
        _signal.Set();
    }

    /// <summary>Where a group begins that never read the queue.</summary>
    private Task<long> FindStart() => _options.Start.Find(_context.Queue(_name));
}
