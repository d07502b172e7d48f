using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What an agent knows of one stream.</summary>
internal sealed class AgentStream
{
    public Dictionary<GuidId, AgentSubscriber> Subscribers { get; } = [];

    /// <summary>When the last events or subscribers came, as a timestamp of the silo's clock.</summary>
    public long LastActivity { get; set; }

    /// <summary>Ends when all subscribers that the registry had are attached. It never fails.</summary>
    public Task Registration { get; set; } = Task.CompletedTask;
}
