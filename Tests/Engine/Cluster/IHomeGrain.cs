namespace OrleansRocket.Tests.Engine.Cluster;

public interface IHomeGrain : IGrainWithStringKey
{
    /// <summary>The silo, and a number that each activation has for itself.</summary>
    Task<(string Silo, long Activation)> WhereAmI();

    Task<string> WaitFor(string gate);

    Task TickForever(string gate);
}
