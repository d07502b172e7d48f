using OrleansRocket.Brokers;
using OrleansRocket.Routing;

namespace OrleansRocket;

/// <summary>Finds other places for the replicas of a broker: each goes to the running broker with the fewest of those that have none of its queue.</summary>
internal static class DecommissionPlan
{
    public static async Task<IReadOnlyList<ReplicaMove>> Make(ClientContext context, string broker)
    {
        var all = await context.Grains.GetGrain<IRoutingGrain>(0).GetChanges(0);
        if (!all.Stores.Any(store => store.Name == broker))
            throw new RocketException(RocketError.InvalidArgument, $"the cluster has no broker '{broker}'");
        await CheckHoldsNoMetadata(context, broker);
        var routes = all.Topics.Where(topic => !topic.Deleting).OrderBy(topic => topic.Config.Topic, StringComparer.Ordinal).ToList();
        var held = await Running(context, all.Stores.Select(store => store.Name).Where(store => store != broker));
        foreach (var store in routes.SelectMany(topic => topic.Queues).SelectMany(queue => queue.Stores))
        {
            if (held.TryGetValue(store, out var count))
                held[store] = count + 1;
        }

        var moves = new List<ReplicaMove>();
        foreach (var topic in routes)
        {
            foreach (var queue in topic.Queues.Where(queue => queue.Stores.Contains(broker)))
            {
                var name = new QueueName(topic.Config.Topic, queue.Queue);
                var other = held.Keys.Where(store => !queue.Stores.Contains(store)).OrderBy(store => held[store]).ThenBy(store => store, StringComparer.Ordinal).FirstOrDefault()
                    ?? throw new RocketException(RocketError.NoStoreAvailable, $"queue {name} is on '{string.Join("', '", queue.Stores)}', and no other broker is running that could take the replica of '{broker}'");
                held[other]++;
                moves.Add(new ReplicaMove(name, queue.Stores, [.. queue.Stores.Select(store => store == broker ? other : store)]));
            }
        }

        return moves;
    }

    /// <summary>Where the metadata are is known from configuration alone: who reads them must know it before.</summary>
    private static async Task CheckHoldsNoMetadata(ClientContext context, string broker)
    {
        var holders = (await context.Queue(new QueueName(SystemTopic.Metadata, 0)).Describe()).Replicas.Select(replica => replica.Store).ToList();
        if (holders.Contains(broker))
            throw new RocketException(RocketError.Configuration, $"broker '{broker}' holds the cluster's metadata: the replicas of {SystemTopic.Metadata} are where the configuration of the brokers says ('{string.Join("', '", holders)}') and cannot be moved");
    }

    private static async Task<Dictionary<string, int>> Running(ClientContext context, IEnumerable<string> brokers)
    {
        var asked = await Task.WhenAll(brokers.Select(async broker => (Name: broker, Runs: await Runs(context, broker))));
        return asked.Where(broker => broker.Runs).ToDictionary(broker => broker.Name, _ => 0, StringComparer.Ordinal);
    }

    private static async Task<bool> Runs(ClientContext context, string broker)
    {
        try
        {
            await context.Grains.GetGrain<IBrokerGrain>(broker).Status();
            return true;
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return false;
        }
    }
}
