using Orleans.Concurrency;

namespace OrleansRocket.Transactions;

/// <summary>The producers of a group (key: its name) that can tell what became of its transactions. Keeps nothing: what is not answered is asked
/// again later.</summary>
[Alias("rocket.producer-group")]
public interface IProducerGroupGrain : IGrainWithStringKey
{
    /// <summary>Waits for checks; returns at most <paramref name="max"/>, and none when none came in time.</summary>
    /// <param name="producer">The name of the producer that asks.</param>
    /// <param name="max">The most checks to return.</param>
    /// <param name="wait">How long to wait: up to 20 s.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("wait"), AlwaysInterleave]
    Task<IReadOnlyList<TransactionCheck>> WaitForChecks(string producer, int max, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Has one of the producers asked.</summary>
    [Alias("check"), AlwaysInterleave]
    Task Check(TransactionCheck check);

    /// <summary>The producers that have waited for checks lately.</summary>
    [Alias("producers"), AlwaysInterleave]
    Task<IReadOnlyList<string>> Producers();
}
