namespace OrleansRocket.Tests.Client.Streams;

/// <summary>Subscribes without being asked.</summary>
[Alias("test.stream-implicit")]
public interface IImplicitGrain : IGrainWithStringKey;
