namespace OrleansRocket.Tests.Engine.Activation;

/// <summary>A grain class without the base class, which has its context injected.</summary>
public sealed class OwnBaseGrain(IGrainContext grainContext) : IGrainBase, IOwnBaseGrain
{
    private bool _activated;

    public IGrainContext GrainContext => grainContext;

    public Task OnActivateAsync(CancellationToken token)
    {
        _activated = true;
        return Task.CompletedTask;
    }

    public Task<(long Key, bool Activated)> Describe() => Task.FromResult((this.GetPrimaryKeyLong(), _activated));
}
