namespace OrleansRocket.Bench.Streams;

/// <summary>Subscribes to the stream of its own key, and counts what comes.</summary>
[Alias("bench.stream-counter")]
internal interface IStreamCounterGrain : IGrainWithIntegerKey
{
    [Alias("subscribe")]
    Task Subscribe(string provider);
}
