using OrleansRocket.Groups;
using OrleansRocket.Queues;

namespace OrleansRocket.Cli.Groups;

/// <summary>Where the queues of some topics begin and end, as far as they answer.</summary>
internal sealed class QueueEnds
{
    private readonly Dictionary<QueueName, QueueDescription> _queues = [];

    /// <summary>Asks the queues of all these topics at once.</summary>
    public static async Task<QueueEnds> Of(RocketClient client, IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        var ends = new QueueEnds();
        foreach (var answer in await Task.WhenAll(topics.Distinct().Select(topic => Describe(client, topic))).WaitAsync(cancellationToken))
        {
            foreach (var queue in answer)
                ends._queues[queue.Name] = queue;
        }

        return ends;
    }

    /// <summary>The offset after the newest readable message, or null.</summary>
    public long? End(QueueName queue) => _queues.TryGetValue(queue, out var known) ? known.CommittedOffset : null;

    /// <summary>The broker that leads a queue, or null.</summary>
    public string? Leader(QueueName queue) => _queues.TryGetValue(queue, out var known) ? known.Store : null;

    /// <summary>How many messages a group has not read yet of a queue; null when that is not known. What retention has deleted does not count.</summary>
    public long? Behind(QueueProgress progress) => _queues.TryGetValue(progress.Queue, out var known)
        ? Math.Max(0, known.CommittedOffset - Math.Max(known.StartOffset, progress.CommittedOffset))
        : null;

    /// <summary>The same for several queues together.</summary>
    public long? Behind(IEnumerable<QueueProgress> progress) => progress.Aggregate((long?)0, (sum, queue) => sum + Behind(queue));

    private static async Task<IReadOnlyList<QueueDescription>> Describe(RocketClient client, string topic)
    {
        try
        {
            return await client.Topics.DescribeAsync(topic);
        }
        catch (Exception failure) when (Transience.IsTransient(failure) || failure is RocketException { Code: RocketError.TopicNotFound })
        {
            // What is known of the group is worth telling although a broker is down or the topic has just gone.
            return [];
        }
    }
}
