namespace OrleansRocket.Brokers;

/// <summary>How the broker of this silo is, for those who start, use and restart it. Each question is answered at once, from memory.</summary>
public interface IBrokerHealth
{
    /// <summary>What keeps it from having started; null when it has. Checks: <c>store</c>, <c>silo</c>, <c>registration</c>.</summary>
    HealthProblem? Startup();

    /// <summary>What keeps it from serving all requests; null when it does. Checks: those of <see cref="Startup"/>, and <c>disk</c>.</summary>
    HealthProblem? Ready();

    /// <summary>Why it should be restarted; null when it should not. Check: <c>silo</c>.</summary>
    HealthProblem? Live();
}
