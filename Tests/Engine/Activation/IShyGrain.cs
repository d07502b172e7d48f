namespace OrleansRocket.Tests.Engine.Activation;

public interface IShyGrain : IGrainWithStringKey
{
    Task<string> Ping();
}
