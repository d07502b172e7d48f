namespace OrleansRocket.Tests.Engine.Turns;

public interface IChainGrain : IGrainWithStringKey
{
    /// <summary>Calls the other grain, which calls this one back.</summary>
    Task<string> CallThrough(IChainGrain other, bool reentrant);

    Task<string> CallBack(IChainGrain origin);

    [ResponseTimeout("00:00:01")]
    Task<string> Answer();
}
