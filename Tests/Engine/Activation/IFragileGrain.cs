namespace OrleansRocket.Tests.Engine.Activation;

public interface IFragileGrain : IGrainWithStringKey
{
    Task<string> Ping();
}
