using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>One subscription of a grain or client to a stream.</summary>
/// <typeparam name="T">The events.</typeparam>
[GenerateSerializer]
public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
{
    /// <summary>The stream.</summary>
    public abstract StreamId StreamId { get; }

    /// <summary>The stream's provider.</summary>
    public abstract string ProviderName { get; }

    /// <summary>The identity of the subscription; it stays the same over the life of the subscription.</summary>
    public abstract Guid HandleId { get; }

    /// <summary>Ends the subscription.</summary>
    /// <exception cref="InvalidOperationException">The handle was used to unsubscribe or resume already.</exception>
    public abstract Task UnsubscribeAsync();

    /// <summary>Attaches an observer to the subscription, in place of another one if there is one.</summary>
    /// <param name="observer">Takes the events.</param>
    /// <param name="token">Where to go on; null to go on where the subscription is.</param>
    /// <returns>The handle that counts from here on.</returns>
    /// <exception cref="InvalidOperationException">The handle was used to unsubscribe or resume already.</exception>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

    /// <summary>Attaches an observer to the subscription, in place of another one if there is one.</summary>
    /// <param name="observer">Takes the events.</param>
    /// <param name="token">Where to go on; null to go on where the subscription is.</param>
    /// <returns>The handle that counts from here on.</returns>
    /// <exception cref="InvalidOperationException">The handle was used to unsubscribe or resume already.</exception>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null);

    /// <inheritdoc/>
    public abstract bool Equals(StreamSubscriptionHandle<T>? other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => HandleId.GetHashCode();
}
