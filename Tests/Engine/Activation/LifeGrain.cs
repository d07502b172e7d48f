namespace OrleansRocket.Tests.Engine.Activation;

/// <summary>Reports its activations and deactivations at gates named after its key.</summary>
public sealed class LifeGrain : Grain, ILifeGrain
{
    private readonly string _name = Gates.NewName();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Gates.Open(this.GetPrimaryKeyString() + "/activated", _name);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (this.GetPrimaryKeyString().StartsWith("slow", StringComparison.Ordinal))
        {
            Gates.Open(this.GetPrimaryKeyString() + "/leaving");
            await Gates.Passed(this.GetPrimaryKeyString() + "/leave");
        }

        Gates.Open(_name + "/deactivated", reason.ReasonCode.ToString());
    }

    public Task<string> ActivationName() => Task.FromResult(_name);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task LeaveAndWaitFor(string gate)
    {
        DeactivateOnIdle();
        await Gates.Passed(gate);
    }

    public async Task<string> WaitFor(string gate)
    {
        Gates.Open(gate + "/started");
        return await Gates.Passed(gate);
    }

    public Task LeaveAlways() => Leave();

    public Task StayFor(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }
}
