namespace OrleansRocket.Tests.Engine.Activation;

/// <summary>Its activation fails until the gate named after its key is open.</summary>
public sealed class FragileGrain : Grain, IFragileGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (!Gates.IsOpen(this.GetPrimaryKeyString()))
        {
            throw new InvalidDataException("not yet");
        }
    }

    public Task<string> Ping() => Task.FromResult("pong");
}
