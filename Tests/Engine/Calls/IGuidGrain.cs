namespace OrleansRocket.Tests.Engine.Calls;

public interface IGuidGrain : IGrainWithGuidKey
{
    Task<Guid> Key();
}
