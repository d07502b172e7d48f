namespace OrleansRocket.Bench.Streams;

/// <summary>The one place of the benches that knows the engine: Orleans' own memory streams, to compare with, exist on one of them only.</summary>
internal static class EngineStreams
{
#if EMBEDDED_ENGINE
    /// <summary>Whether there are memory streams.</summary>
    public static bool HasMemory => false;

    /// <summary>Nothing.</summary>
    public static void AddMemory(ISiloBuilder silo, string name, int partitions) => _ = (silo, name, partitions);
#else
    /// <summary>Whether there are memory streams.</summary>
    public static bool HasMemory => true;

    /// <summary>Adds memory streams.</summary>
    public static void AddMemory(ISiloBuilder silo, string name, int partitions) => silo
        .AddMemoryGrainStorage("PubSubStore")
        .AddMemoryStreams(name, streams => streams.ConfigurePartitioning(partitions));
#endif
}
