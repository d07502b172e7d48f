namespace OrleansRocket.Tests.Engine.Activation;

/// <summary>No class implements it.</summary>
public interface INobodysGrain : IGrainWithStringKey
{
    Task Nothing();
}
