namespace OrleansRocket.Cli.Brokers;

/// <summary>Asks all brokers of a cluster how they are.</summary>
internal static class BrokerSurvey
{
    /// <summary>The longest that one broker is waited for: it must not keep the others from being listed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>All brokers that the cluster knows, by name.</summary>
    public static async Task<IReadOnlyList<BrokerResult>> Of(RocketClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        var brokers = await client.Brokers.ListAsync().WaitAsync(cancellationToken);
        var topics = await client.Topics.ListAsync(includeSystem: true).WaitAsync(cancellationToken);
        return await Task.WhenAll(brokers.Select(broker => Ask(client, broker.Name, new HeldQueues(topics, broker.Name), time, cancellationToken)));
    }

    private static async Task<BrokerResult> Ask(RocketClient client, string name, HeldQueues held, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return BrokerResult.Of(await client.Brokers.StatusAsync(name).WaitAsync(Patience, time, cancellationToken), held);
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return BrokerResult.Down(name, held);
        }
    }
}
