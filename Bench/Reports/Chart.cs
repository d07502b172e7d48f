namespace OrleansRocket.Bench.Reports;

/// <summary>Bars that may be compared with each other.</summary>
/// <param name="Title">What they show.</param>
/// <param name="Unit">The unit of their values.</param>
/// <param name="Bars">They.</param>
internal sealed record Chart(string Title, string Unit, IReadOnlyList<ChartBar> Bars)
{
    /// <summary>A line across the bars; null for none.</summary>
    public double? Goal { get; init; }
}

/// <summary>One bar.</summary>
/// <param name="Label">What stands beside it.</param>
/// <param name="Value">Its length.</param>
internal sealed record ChartBar(string Label, double Value)
{
    /// <summary>What colour it gets: bars of the same group look the same in all charts.</summary>
    public required string Group { get; init; }

    /// <summary>True for a value that was not measured here.</summary>
    public bool IsReference { get; init; }
}
