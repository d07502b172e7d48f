namespace OrleansRocket.Bench;

/// <summary>One bench: measures its cases once. It is run as often as the user asked for rounds, and the best of each case counts.</summary>
internal interface IBench
{
    /// <summary>The name of its command.</summary>
    string Name { get; }

    /// <summary>Measures every case once, warm-up included.</summary>
    /// <param name="run">What was asked for, where to keep data, and the limits of the machine.</param>
    /// <param name="cancellationToken">Ends the bench early; its data are removed all the same.</param>
    Task Run(BenchRun run, CancellationToken cancellationToken);
}
