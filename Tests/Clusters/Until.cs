namespace OrleansRocket.Tests.Clusters;

/// <summary>Waits for what another part of the system does in its own time and tells nobody.</summary>
internal static class Until
{
    /// <summary>Asks again and again until the answer is yes; fails with <paramref name="what"/> when that takes too long.</summary>
    public static Task True(Func<Task<bool>> condition, string what) => True(condition, () => what);

    /// <summary>The same, with a message about how things are when it fails.</summary>
    public static async Task True(Func<Task<bool>> condition, Func<string> what)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < RocketCluster.Patience, $"waited too long until {what()}");
            await Task.Delay(10);
        }
    }
}
