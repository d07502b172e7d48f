using Orleans.Streams;
using Orleans.Streams.Core;
using OrleansRocket.Streams;

namespace OrleansRocket.StreamHost;

/// <summary>Is subscribed to every stream of its namespace, and notes each event.</summary>
[GrainType("test.stream-noting"), ImplicitStreamSubscription(Namespace)]
public sealed class NotingGrain(Notes notes) : Grain, INotingGrain, IStreamSubscriptionObserver, IAsyncObserver<string>
{
    /// <summary>The provider of the streams.</summary>
    public const string Provider = "events";

    /// <summary>The namespace of the streams.</summary>
    public const string Namespace = "noted";

    /// <summary>The provider's options, for silos and clients.</summary>
    public static void Configure(RocketStreamOptions streams, int replicas)
    {
        ArgumentNullException.ThrowIfNull(streams);
        streams.Partitions = 4;
        streams.ConfigureTopic = topic => topic with { Replication = ReplicationMode.Quorum, Replicas = replicas };
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        ArgumentNullException.ThrowIfNull(handleFactory);
        await handleFactory.Create<string>().ResumeAsync(this);
    }

    public Task OnNextAsync(string item, StreamSequenceToken? token = null)
    {
        notes.Add(this.GetPrimaryKeyString(), item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
