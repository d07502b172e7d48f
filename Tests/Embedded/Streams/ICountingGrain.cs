namespace OrleansRocket.Tests.Embedded.Streams;

[Alias("test.ICountingGrain")]
public interface ICountingGrain : IGrainWithStringKey;
