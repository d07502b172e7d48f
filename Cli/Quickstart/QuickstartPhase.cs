namespace OrleansRocket.Cli.Quickstart;

/// <summary>What a run is doing.</summary>
internal enum QuickstartPhase
{
    Starting,
    Sending,
    Consuming,
    Stopping,
}
