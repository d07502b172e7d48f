namespace OrleansRocket.Routing;

/// <summary>Spreads queues over stores: those of one topic evenly, and what does not come out even to the stores that lead the fewest.</summary>
internal static class QueueSpread
{
    /// <summary>Chooses stores for the queues that a topic lacks.</summary>
    /// <param name="existing">The queues that it has.</param>
    /// <param name="count">How many queues it has in the end.</param>
    /// <param name="liveStores">The stores to choose from; not empty.</param>
    /// <param name="topics">All topics there are, to know what each store leads already.</param>
    public static IReadOnlyList<QueueRoute> Choose(IReadOnlyList<QueueRoute> existing, int count, IReadOnlyCollection<string> liveStores, IEnumerable<TopicRoute> topics)
    {
        var inAll = CountLeaders(liveStores, topics.SelectMany(topic => topic.Queues));
        var inTopic = CountLeaders(liveStores, existing);
        var chosen = new List<QueueRoute>(count - existing.Count);
        for (var queue = existing.Count; queue < count; queue++)
        {
            var store = liveStores.OrderBy(name => inTopic[name]).ThenBy(name => inAll[name]).ThenBy(name => name, StringComparer.Ordinal).First();
            inTopic[store]++;
            inAll[store]++;
            chosen.Add(new QueueRoute(queue, [store]));
        }

        return chosen;
    }

    private static Dictionary<string, int> CountLeaders(IReadOnlyCollection<string> stores, IEnumerable<QueueRoute> queues)
    {
        var leaders = stores.ToDictionary(store => store, _ => 0, StringComparer.Ordinal);
        foreach (var queue in queues)
        {
            if (leaders.TryGetValue(queue.Stores[0], out var count))
                leaders[queue.Stores[0]] = count + 1;
        }

        return leaders;
    }
}
