using Microsoft.Extensions.Logging;
using OrleansRocket.Producing;
using OrleansRocket.Queues;
using OrleansRocket.Tracing;

namespace OrleansRocket;

/// <summary>What every part of a client needs.</summary>
internal sealed class ClientContext
{
    public ClientContext(IGrainFactory grains, RocketClientOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        Grains = grains;
        Options = options;
        Time = time;
        Loggers = loggers;
        Decisions = new Decisions(this);
    }

    public IGrainFactory Grains { get; }

    public RocketClientOptions Options { get; }

    public TimeProvider Time { get; }

    public ILoggerFactory Loggers { get; }

    /// <summary>The ways to the queues of held messages.</summary>
    public Decisions Decisions { get; }

    /// <summary>Where traces of messages go. Set with the routes, which know of which.</summary>
    public TraceWriter Traces { get; set; } = null!;

    public ITopicQueueGrain Queue(QueueName queue) => Grains.GetGrain<ITopicQueueGrain>(queue.ToString());

    /// <summary>Starts background work on the client's own scheduler, behind what waits there already: a producer that begins to send gives
    /// everybody who is about to send the chance to join its batch, and waits for nobody when nobody is.</summary>
    public Task Run(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.PreferFairness, Options.Scheduler).Unwrap();

    /// <summary>How long to wait before the given retry, counted from 1.</summary>
    public TimeSpan RetryDelay(int retry)
    {
        var doubled = Options.RetryDelay * Math.Pow(2, Math.Min(retry - 1, 20));
        var longest = doubled < Options.MaxRetryDelay ? doubled : Options.MaxRetryDelay;
        lock (Options.Random)
            return longest * (1 - (Options.Random.NextDouble() / 2));
    }

    /// <summary>How long to wait before the given retry, counted from 1, of what failed: not shorter than the broker said.</summary>
    public TimeSpan RetryDelay(int retry, Exception? failure)
    {
        if (failure is not RocketException { RetryAfter.Ticks: > 0 } busy)
            return RetryDelay(retry);

        // Those who were refused together do not come back together.
        lock (Options.Random)
            return busy.RetryAfter * (1 + (Options.Random.NextDouble() / 4));
    }

    /// <summary>Waits. Timers count whole milliseconds: a part of one is rounded up, or who waits for the rest of a time would not wait but spin.</summary>
    public Task Delay(TimeSpan delay, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), Time, cancellationToken);

    /// <summary>A producer id: random, so that no two producers share one, and never 0.</summary>
    public long NewProducerId()
    {
        lock (Options.Random)
            return Options.Random.NextInt64(1, long.MaxValue);
    }
}
