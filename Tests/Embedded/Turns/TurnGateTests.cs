using Orleans.Embedded;

namespace OrleansRocket.Tests.Embedded.Turns;

public sealed class TurnGateTests
{
    [Fact]
    public void A_closed_gate_lets_nobody_in_and_is_quiet_at_once()
    {
        var gate = new TurnGate();
        Assert.True(gate.Close().IsCompleted);
        Assert.False(gate.TryEnter());
        Assert.True(gate.IsClosed);
    }

    [Fact]
    public async Task Closing_waits_for_those_inside()
    {
        var gate = new TurnGate();
        Assert.True(gate.TryEnter());
        Assert.True(gate.TryEnter());
        var quiet = gate.Close();
        gate.Leave();
        Assert.False(quiet.IsCompleted);
        Assert.False(gate.TryEnter());
        gate.Leave();
        await quiet;
    }
}
