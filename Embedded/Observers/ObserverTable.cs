using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The objects of this node that others may call.</summary>
internal sealed class ObserverTable(CallRuntime runtime)
{
    private readonly ConcurrentDictionary<GrainId, ObserverTurns> _observers = new();

    public GrainId Add(IGrainObserver observer)
    {
        var id = ObserverId.Create(runtime.Address, runtime.Environment.Randomness.NextGuid());
        _observers[id] = new ObserverTurns(runtime, observer);
        return id;
    }

    public bool Remove(GrainId id) => _observers.TryRemove(id, out _);

    /// <summary>Runs a call on its object, or fails it if the object is gone.</summary>
    public void Deliver(Call call)
    {
        if (_observers.TryGetValue(call.Target, out var turns) && turns.IsAlive)
        {
            turns.Receive(call);
            return;
        }

        _observers.TryRemove(call.Target, out _);
        call.Fail(new ClientNotAvailableException($"The observer {call.Target} was deleted, or its object was collected."));
    }
}
