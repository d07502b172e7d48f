namespace OrleansRocket.Tests.Engine.Turns;

public interface IReentrantGrain : IGrainWithStringKey
{
    Task<string> WaitFor(string gate);

    Task<string> Pass(string value);
}
