namespace OrleansRocket.Routing;

/// <summary>Spreads queues over stores, so that each leads about as many as the others.</summary>
internal static class QueueSpread
{
    /// <summary>Chooses stores for the queues <paramref name="first"/> to <paramref name="count"/> - 1 of a topic.</summary>
    /// <param name="first">The number of the first queue that needs a store.</param>
    /// <param name="count">How many queues the topic has in the end.</param>
    /// <param name="liveStores">The stores to choose from; not empty.</param>
    /// <param name="topics">All topics there are, to know what each store leads already.</param>
    public static IReadOnlyList<QueueRoute> Choose(int first, int count, IReadOnlyCollection<string> liveStores, IEnumerable<TopicRoute> topics)
    {
        var led = liveStores.ToDictionary(store => store, _ => 0, StringComparer.Ordinal);
        foreach (var route in topics.SelectMany(topic => topic.Queues))
        {
            if (led.TryGetValue(route.Stores[0], out var leads))
                led[route.Stores[0]] = leads + 1;
        }

        var chosen = new List<QueueRoute>(count - first);
        for (var queue = first; queue < count; queue++)
        {
            var store = led.OrderBy(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).First().Key;
            led[store]++;
            chosen.Add(new QueueRoute(queue, [store]));
        }

        return chosen;
    }
}
