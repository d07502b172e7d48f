namespace Orleans;

/// <summary>A service that subscribes to a lifecycle before it starts.</summary>
/// <typeparam name="TLifecycleObservable">The lifecycle.</typeparam>
public interface ILifecycleParticipant<TLifecycleObservable>
    where TLifecycleObservable : ILifecycleObservable
{
    /// <summary>Called once, before the first stage starts.</summary>
    void Participate(TLifecycleObservable lifecycle);
}
