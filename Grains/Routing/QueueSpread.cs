namespace OrleansRocket.Routing;

/// <summary>Spreads queues over stores: those of one topic evenly, and what does not come out even to the stores that lead the fewest.</summary>
internal static class QueueSpread
{
    /// <summary>Chooses stores for the queues that a topic lacks.</summary>
    /// <param name="existing">The queues that it has.</param>
    /// <param name="count">How many queues it has in the end.</param>
    /// <param name="replicas">How many stores hold each queue; no more than there are live stores.</param>
    /// <param name="liveStores">The stores to choose from; not empty.</param>
    /// <param name="topics">All topics there are, to know what each store has already.</param>
    public static IReadOnlyList<QueueRoute> Choose(
        IReadOnlyList<QueueRoute> existing, int count, int replicas, IReadOnlyCollection<string> liveStores, IEnumerable<TopicRoute> topics)
    {
        var all = topics.SelectMany(topic => topic.Queues).ToList();
        var leadsInAll = Count(liveStores, all, static route => route.Stores.Take(1));
        var leadsInTopic = Count(liveStores, existing, static route => route.Stores.Take(1));
        var holdsInAll = Count(liveStores, all, static route => route.Stores);
        var chosen = new List<QueueRoute>(count - existing.Count);
        for (var queue = existing.Count; queue < count; queue++)
        {
            var leader = liveStores.OrderBy(name => leadsInTopic[name]).ThenBy(name => leadsInAll[name]).ThenBy(name => name, StringComparer.Ordinal).First();
            leadsInTopic[leader]++;
            leadsInAll[leader]++;
            holdsInAll[leader]++;
            var followers = liveStores.Where(name => name != leader).OrderBy(name => holdsInAll[name]).ThenBy(name => name, StringComparer.Ordinal).Take(replicas - 1).ToList();
            foreach (var follower in followers)
                holdsInAll[follower]++;
            chosen.Add(new QueueRoute(queue, [leader, .. followers]));
        }

        return chosen;
    }

    /// <summary>All of them on the same stores, each led by another one.</summary>
    public static IReadOnlyList<QueueRoute> Rotate(int count, IReadOnlyList<string> stores) =>
        [.. Enumerable.Range(0, count).Select(queue => new QueueRoute(queue, [.. stores.Skip(queue % stores.Count), .. stores.Take(queue % stores.Count)]))];

    private static Dictionary<string, int> Count(IReadOnlyCollection<string> stores, IEnumerable<QueueRoute> queues, Func<QueueRoute, IEnumerable<string>> counted)
    {
        var counts = stores.ToDictionary(store => store, _ => 0, StringComparer.Ordinal);
        foreach (var store in queues.SelectMany(counted))
        {
            if (counts.TryGetValue(store, out var count))
                counts[store] = count + 1;
        }

        return counts;
    }
}
