using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Brokers;

/// <summary>Refuses names of brokers that the cluster does not have, with those that it has.</summary>
internal static class KnownBrokers
{
    /// <summary>Checks some names.</summary>
    /// <exception cref="CommandException">The cluster has no broker of one of the names.</exception>
    public static async Task Check(RocketClient client, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var known = (await client.Brokers.ListAsync().WaitAsync(cancellationToken)).Select(broker => broker.Name).ToList();
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new CommandException(ExitCode.Failed, $"the cluster has no broker '{unknown}'; its brokers: {string.Join(", ", known)}");
    }
}
