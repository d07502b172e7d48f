using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansRocket.Tests.Client.Streams;

/// <summary>Has a subscription to every stream of its namespace, without being asked. The sink is named by the stream's key.</summary>
[GrainType("test.stream-implicit"), ImplicitStreamSubscription(Namespace)]
internal sealed class ImplicitGrain : Grain, IImplicitGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<string>
{
    public const string Namespace = "implicit";

    private Sink Sink => Sink.Of(this.GetPrimaryKeyString());

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<string>().ResumeAsync(this);

    public async Task OnNextAsync(IList<SequentialItem<string>> items)
    {
        foreach (var item in items)
            await Sink.Take(new Sink.Reception("implicit", $"{item.Item}{RequestContext.Get("colour")}", item.Token));
    }

    public Task OnErrorAsync(Exception ex)
    {
        Sink.Errors.Enqueue(ex);
        return Task.CompletedTask;
    }
}
