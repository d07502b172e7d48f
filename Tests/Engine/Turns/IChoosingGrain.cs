namespace OrleansRocket.Tests.Engine.Turns;

public interface IChoosingGrain : IGrainWithStringKey
{
    Task<string> WaitFor(string gate, bool interleaves);

    Task<string> Pass(string value, bool interleaves);
}
