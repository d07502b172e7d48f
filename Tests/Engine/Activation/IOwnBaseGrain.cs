namespace OrleansRocket.Tests.Engine.Activation;

public interface IOwnBaseGrain : IGrainWithIntegerKey
{
    Task<(long Key, bool Activated)> Describe();
}
