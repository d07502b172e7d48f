using System.Collections.Concurrent;
using OrleansRocket.Holding;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Producing;

/// <summary>Tells what is to become of held messages, again and again until it is heard.</summary>
internal sealed class Decisions(ClientContext context)
{
    private readonly ConcurrentDictionary<QueueName, DecisionLane> _lanes = new();

    /// <exception cref="RocketException"><see cref="RocketError.NotHeld"/>, and <see cref="RocketError.Timeout"/>, after which nobody knows.</exception>
    public async Task Decide(QueueName queue, long offset, MessageId id, bool release, string? producerGroup, TimeSpan timeout)
    {
        var lane = _lanes.GetOrAdd(queue, NewLane);
        var decision = new HeldDecision(offset, id.ProducerId, id.Sequence, release, producerGroup);
        var started = context.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            Exception? failure = null;
            try
            {
                switch (await lane.Decide(decision))
                {
                    case HeldAnswer.Carried:
                        return;
                    case HeldAnswer.NotHeld:
                        throw new RocketException(RocketError.NotHeld, $"message {id} is not held at {queue}@{offset}: it has been released or dropped, or is another one");
                }
            }
            catch (Exception transient) when (Transience.IsTransient(transient))
            {
                failure = transient;
            }

            if (context.Time.GetElapsedTime(started) >= timeout)
                throw OutOfTime(id, release, timeout, failure);
            if (failure is not null)
                await context.Delay(context.RetryDelay(attempt), CancellationToken.None);
        }
    }

    private DecisionLane NewLane(QueueName queue) => new(context, queue);

    private static RocketException OutOfTime(MessageId id, bool release, TimeSpan timeout, Exception? failure)
    {
        var message = $"nobody answered for held message {id} within {timeout}; it may or may not have been {(release ? "released" : "dropped")}";
        return failure is null ? new RocketException(RocketError.Timeout, message) : new RocketException(RocketError.Timeout, message, failure);
    }
}
