using Microsoft.Extensions.Logging;
using OrleansRocket.Queues;
using OrleansRocket.Tracing;

namespace OrleansRocket;

/// <summary>What every part of a client needs.</summary>
internal sealed class ClientContext(IGrainFactory grains, RocketClientOptions options, TimeProvider time, ILoggerFactory loggers)
{
    public IGrainFactory Grains { get; } = grains;

    public RocketClientOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILoggerFactory Loggers { get; } = loggers;

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

    public Task Delay(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, Time, cancellationToken);

    /// <summary>A producer id: random, so that no two producers share one, and never 0.</summary>
    public long NewProducerId()
    {
        lock (Options.Random)
            return Options.Random.NextInt64(1, long.MaxValue);
    }
}
