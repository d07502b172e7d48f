using OrleansRocket.Holding;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Producing;

/// <summary>Tells what is to become of held messages, again and again until it is heard.</summary>
internal static class Decisions
{
    /// <exception cref="RocketException"><see cref="RocketError.NotHeld"/>, and <see cref="RocketError.Timeout"/>, after which nobody knows.</exception>
    public static async Task Decide(ClientContext context, QueueName queue, long offset, MessageId id, bool release, string? producerGroup, TimeSpan timeout)
    {
        var grain = context.Grains.GetGrain<IHoldGrain>(queue.ToString());
        var decision = new HeldDecision(offset, id.ProducerId, id.Sequence, release, producerGroup);
        var started = context.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await grain.Decide(decision);
                return;
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                if (context.Time.GetElapsedTime(started) >= timeout)
                    throw new RocketException(RocketError.Timeout, $"nobody answered for held message {id} within {timeout}; it may or may not have been {(release ? "released" : "dropped")}", failure);
                await context.Delay(context.RetryDelay(attempt), CancellationToken.None);
            }
        }
    }
}
