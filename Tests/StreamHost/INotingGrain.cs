namespace OrleansRocket.StreamHost;

/// <summary>Notes the events of the stream of its key.</summary>
[Alias("test.stream-noting")]
public interface INotingGrain : IGrainWithStringKey;
