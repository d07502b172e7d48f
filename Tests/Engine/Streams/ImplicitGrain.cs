using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Subscribed to each stream of two namespaces by its class; the inbox is its key.</summary>
[ImplicitStreamSubscription(Namespace)]
[RegexImplicitStreamSubscription("^implied-[0-9]+$")]
public sealed class ImplicitGrain(ILocalSiloDetails silo) : Grain, IImplicitGrain, IStreamSubscriptionObserver
{
    public const string Namespace = "implied";

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<string>().ResumeAsync((IAsyncObserver<string>)new InboxObserver(this.GetPrimaryKeyString(), silo.Name));

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<int> Handles(string provider, StreamId stream) =>
        (await this.GetStreamProvider(provider).GetStream<string>(stream).GetAllSubscriptionHandles()).Count;
}
