namespace OrleansRocket.Tests.Engine.Streams;

public sealed class EventLogOptions
{
    public bool IsRewindable { get; set; } = true;

    public bool FaultsSubscriptions { get; set; }

    public int Queues { get; set; } = 4;
}
