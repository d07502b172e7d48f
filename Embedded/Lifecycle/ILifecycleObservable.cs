namespace Orleans;

/// <summary>Something with a start and a stop in numbered stages, which others can take part in.</summary>
public interface ILifecycleObservable
{
    /// <summary>Takes part in one stage. Disposing the result ends the subscription.</summary>
    /// <exception cref="InvalidOperationException">The lifecycle has already started.</exception>
    IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
}
