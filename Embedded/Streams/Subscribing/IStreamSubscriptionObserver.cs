namespace Orleans.Streams.Core;

/// <summary>A grain that is told of subscriptions for which it has no observer yet, such as implicit ones.</summary>
public interface IStreamSubscriptionObserver
{
    /// <summary>Called before the first event of a subscription is delivered to an activation; it may attach an observer with the handle.</summary>
    Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
}
