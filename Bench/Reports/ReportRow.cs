namespace OrleansRocket.Bench.Reports;

/// <summary>One case as it is reported; null where a column does not apply.</summary>
internal sealed record ReportRow
{
    public required string Bench { get; init; }

    /// <summary>The product that was measured, where several are compared.</summary>
    public string? System { get; init; }

    public required string Case { get; init; }

    /// <summary>What <see cref="Count"/> counts.</summary>
    public required string Unit { get; init; }

    public required long Count { get; init; }

    public required double Seconds { get; init; }

    public required double PerSecond { get; init; }

    /// <summary>The median over the rounds, of which the rest of the row is the best one.</summary>
    public required double MedianPerSecond { get; init; }

    /// <summary>How many rounds there were.</summary>
    public required int Rounds { get; init; }

    /// <summary>In megabytes of 1,000,000 bytes.</summary>
    public double? MegabytesPerSecond { get; init; }

    /// <summary>What the whole process allocated for each, in bytes.</summary>
    public double? AllocatedBytesEach { get; init; }

    /// <summary>Processor time of the whole process for each, in nanoseconds.</summary>
    public double? ProcessorNanosecondsEach { get; init; }

    /// <summary>Processor time of the broker's own process for each, in nanoseconds.</summary>
    public double? BrokerNanosecondsEach { get; init; }

    public double? P50Microseconds { get; init; }

    public double? P99Microseconds { get; init; }

    public double? P999Microseconds { get; init; }

    /// <summary>The batches in which the messages travelled.</summary>
    public long? Batches { get; init; }

    /// <summary>This over the limit: bytes by bytes where both have them, else count by count.</summary>
    public double? Ratio { get; init; }

    /// <summary>The limit that <see cref="Ratio"/> compares with.</summary>
    public string? Limit { get; init; }
}
