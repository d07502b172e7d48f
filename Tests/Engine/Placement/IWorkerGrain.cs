namespace OrleansRocket.Tests.Engine.Placement;

public interface IWorkerGrain : IGrainWithIntegerKey
{
    /// <summary>Opens the gates "name/1", "name/2" ... in the order in which its calls start.</summary>
    Task<string> WaitFor(string gate);
}
