namespace OrleansRocket.Tests.Engine.Hosting;

public interface IJournalGrain : IGrainWithStringKey
{
    Task Wake();
}
