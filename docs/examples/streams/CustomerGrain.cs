using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansRocket.StreamExample;

/// <summary>Gets the events of the stream <c>orders/NAME</c> without asking for them: its class says that it wants those of the namespace.</summary>
[ImplicitStreamSubscription(Namespace)]
internal sealed class CustomerGrain : Grain, ICustomerGrain, IStreamSubscriptionObserver, IAsyncObserver<OrderPlaced>
{
    /// <summary>The namespace of the streams of orders.</summary>
    public const string Namespace = "orders";

    private StreamSequenceToken? _last;
    private int _orders;
    private int _amount;

    public Task<(int Orders, int Amount)> Total() => Task.FromResult((_orders, _amount));

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<OrderPlaced>().ResumeAsync(this);

    public Task OnNextAsync(OrderPlaced item, StreamSequenceToken? token = null)
    {
        // An event may come again. Its token is the same then.
        if (_last is not null && token!.CompareTo(_last) <= 0)
            return Task.CompletedTask;
        _last = token;
        _orders++;
        _amount += item.Amount;
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
