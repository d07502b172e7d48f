using OrleansRocket.Bench.Limits;

namespace OrleansRocket.Bench.Measuring;

/// <summary>What one case of a bench measured.</summary>
/// <param name="Bench">The bench, as its command is called.</param>
/// <param name="Case">The case.</param>
internal sealed record Figure(string Bench, string Case)
{
    /// <summary>The product that was measured, where several are compared; null elsewhere.</summary>
    public string? System { get; init; }

    /// <summary>What is counted: <c>messages</c>, <c>calls</c>, <c>blocks</c> or <c>flushes</c>.</summary>
    public string Unit { get; init; } = "messages";

    /// <summary>How many of them.</summary>
    public required long Count { get; init; }

    /// <summary>The bytes of them together; 0 where bytes are not what matters.</summary>
    public long Bytes { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What the whole process allocated meanwhile, in bytes.</summary>
    public long Allocated { get; init; }

    /// <summary>The processor time that the whole process used meanwhile. Unlike the elapsed time it hardly depends on what else the machine does.</summary>
    public TimeSpan Processor { get; init; }

    /// <summary>The processor time that the broker's own process used meanwhile; zero where there is none.</summary>
    public TimeSpan BrokerProcessor { get; init; }

    /// <summary>How long each took; null where it was not measured one by one.</summary>
    public LatencyHistogram? Latency { get; init; }

    /// <summary>The batches in which the messages travelled; 0 where nobody counts them.</summary>
    public long Batches { get; init; }

    /// <summary>The limit that this is to be compared with; null for a limit itself.</summary>
    public LimitKind? Limit { get; init; }

    /// <summary>How many a second.</summary>
    public double PerSecond => Count / Elapsed.TotalSeconds;

    /// <summary>Megabytes (1,000,000 bytes) a second; 0 where bytes are not what matters.</summary>
    public double MegabytesPerSecond => Bytes / Elapsed.TotalSeconds / 1e6;

    /// <summary>Allocated bytes for each.</summary>
    public double AllocatedEach => Count == 0 ? 0 : (double)Allocated / Count;

    /// <summary>Nanoseconds of processor time for each.</summary>
    public double ProcessorEach => Count == 0 ? 0 : Processor.TotalNanoseconds / Count;

    /// <summary>Nanoseconds of processor time for each in the broker's own process.</summary>
    public double BrokerProcessorEach => Count == 0 ? 0 : BrokerProcessor.TotalNanoseconds / Count;

    /// <summary>True when both are the same case of the same bench, of the same product.</summary>
    public bool IsSameCase(Figure other) => Bench == other.Bench && Case == other.Case && System == other.System;

    /// <summary>This figure over a limit: bytes by bytes where both have them, else count by count.</summary>
    public double RatioTo(Figure limit) => Bytes > 0 && limit.Bytes > 0
        ? MegabytesPerSecond / limit.MegabytesPerSecond
        : PerSecond / limit.PerSecond;
}
