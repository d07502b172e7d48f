using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Internal;
using Orleans.Runtime;
using Orleans.Streams.Filtering;

namespace Orleans.Streams;

/// <summary>What the agents of one provider on one silo have in common.</summary>
internal sealed record PullingSettings
{
    public required string Provider { get; init; }

    public required SiloRuntime Silo { get; init; }

    public required StreamRegistry Registry { get; init; }

    public required IQueueAdapterFactory Factory { get; init; }

    public required IQueueAdapter Adapter { get; init; }

    /// <summary>Null if the adapter has none.</summary>
    public required IQueueAdapterCache? Caches { get; init; }

    public required StreamPullingAgentOptions Options { get; init; }

    /// <summary>Null if all is to be delivered.</summary>
    public required IStreamFilter? Filter { get; init; }

    public required IBackoffProvider DeliveryBackoff { get; init; }

    public required IBackoffProvider ReadingBackoff { get; init; }

    public required ILogger Logger { get; init; }

    public TimeProvider Time => Silo.Environment.Time;
}
