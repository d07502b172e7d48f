using OrleansRocket.Queues;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Topics;

/// <summary>Asks the queues of a topic how they are. One that does not answer does not keep the others from being shown.</summary>
internal static class QueueSurvey
{
    /// <summary>The longest that one queue is waited for: a new leader is found in less.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The state of each queue, by number.</summary>
    public static async Task<IReadOnlyList<QueueState>> Of(RocketClient client, TopicRoute route, TimeProvider time, CancellationToken cancellationToken) =>
        await Task.WhenAll(route.Queues.Select(async queue =>
        {
            try
            {
                return QueueState.Of(route.Config, queue, await Ask(client, new QueueName(route.Config.Topic, queue.Queue), time, cancellationToken));
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                return QueueState.Silent(queue, failure.Message);
            }
        }));

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
