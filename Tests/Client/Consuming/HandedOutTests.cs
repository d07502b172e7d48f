using OrleansRocket.Consuming;

namespace OrleansRocket.Tests.Client.Consuming;

public sealed class HandedOutTests
{
    [Fact]
    public void Nothing_is_handed_out_any_more_once_somebody_waits_for_none()
    {
        var handedOut = new HandedOut();
        Assert.True(handedOut.TryAdd());
        var none = handedOut.WaitForNone();
        Assert.False(handedOut.TryAdd());
        Assert.False(none.IsCompleted);
        handedOut.Remove();
        Assert.True(none.IsCompletedSuccessfully);
    }
}
