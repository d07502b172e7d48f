using OrleansRocket.Queues;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Topics;

/// <summary>Asks the queues of a topic how they are. One that does not answer does not keep the others from being shown.</summary>
internal static class QueueSurvey
{
    /// <summary>The longest that one queue is waited for: a new leader is found in less.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A queue that nobody used begins to be led by being asked, and its followers join a moment later.</summary>
    private static readonly TimeSpan JoinPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>The state of each queue, by number.</summary>
    public static async Task<IReadOnlyList<QueueState>> Of(RocketClient client, TopicRoute route, TimeProvider time, CancellationToken cancellationToken) =>
        await Task.WhenAll(route.Queues.Select(async queue =>
        {
            try
            {
                var name = new QueueName(route.Config.Topic, queue.Queue);
                return QueueState.Of(route.Config, queue, await AskUntil(
                    client, name, state => state.Replicas.Count(replica => replica.IsInSync) >= route.Config.ReplicaCount, JoinPatience, time, cancellationToken));
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                return QueueState.Silent(queue, failure.Message);
            }
        }));

    /// <summary>The state of one queue: as soon as it is as expected, or as it is after some patience.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public static async Task<QueueDescription> AskUntil(
        RocketClient client, QueueName queue, Func<QueueDescription, bool> isExpected, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var state = await Ask(client, queue, time, cancellationToken);
            if (isExpected(state) || time.GetElapsedTime(started) > patience)
                return state;
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>The state of one queue.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public static async Task<QueueDescription> Ask(RocketClient client, QueueName queue, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Topics.DescribeAsync(queue).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"queue {queue} does not answer within {Patience.TotalSeconds} s", timeout);
        }
    }
}
