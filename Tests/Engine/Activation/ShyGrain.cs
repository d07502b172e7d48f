using System.Globalization;

namespace OrleansRocket.Tests.Engine.Activation;

/// <summary>Ends itself while it is activated, as often as the number before the slash in its key says.</summary>
public sealed class ShyGrain : Grain, IShyGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var key = this.GetPrimaryKeyString();
        for (var time = 1; time <= int.Parse(key.Split('/')[0], CultureInfo.InvariantCulture); time++)
        {
            if (!Gates.IsOpen($"{key}/{time}"))
            {
                Gates.Open($"{key}/{time}");
                DeactivateOnIdle();
                return;
            }
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gates.Open(this.GetPrimaryKeyString() + "/deactivated");
        return Task.CompletedTask;
    }

    public Task<string> Ping() => Task.FromResult("pong");
}
