namespace OrleansRocket.Tests.Engine.Streams;

[Alias("test.IImplicitGrain")]
public interface IImplicitGrain : IGrainWithStringKey
{
    [Alias("End")]
    Task End();

    [Alias("Handles")]
    Task<int> Handles(string provider, StreamId stream);
}
