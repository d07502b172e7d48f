namespace OrleansRocket.Tests.Engine.Turns;

public sealed class ChainGrain : Grain, IChainGrain
{
    public async Task<string> CallThrough(IChainGrain other, bool reentrant)
    {
        if (!reentrant)
        {
            return await other.CallBack(this.AsReference<IChainGrain>());
        }

        using var section = RequestContext.AllowCallChainReentrancy();
        return await other.CallBack(this.AsReference<IChainGrain>());
    }

    public Task<string> CallBack(IChainGrain origin) => origin.Answer();

    public Task<string> Answer() => Task.FromResult("answered by " + this.GetPrimaryKeyString());
}
