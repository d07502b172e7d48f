using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The activations of this silo.</summary>
internal sealed class Catalog(SiloRuntime silo)
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly ConcurrentDictionary<GrainId, WorkerGroup> _groups = new();
    private long _lastNumber;

    /// <summary>All activations, in the order in which they were made.</summary>
    public IReadOnlyList<Activation> All =>
    [
        .. _activations.Values.Concat(_groups.Values.SelectMany(static g => g.Workers)).OrderBy(a => a.Registration.Activation),
    ];

    /// <summary>Gives the call to the grain's activation, if there is one.</summary>
    public bool TryDeliver(Call call)
    {
        if (_activations.TryGetValue(call.Target, out var activation))
        {
            activation.Receive(call);
            return true;
        }

        if (_groups.TryGetValue(call.Target, out var group))
        {
            group.Receive(call);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Makes the grain's activation and gives it the calls that wait for it. Only in system turns. The activation
    /// becomes visible after it has those calls, so that no later call overtakes them.
    /// </summary>
    public void Create(GrainClass grainClass, GrainId id, IEnumerable<Call> calls)
    {
        if (grainClass.Placement is StatelessWorkerPlacement)
        {
            var group = _groups.GetOrAdd(id, grain => new WorkerGroup(silo, grainClass, grain));
            foreach (var call in calls)
            {
                group.Receive(call);
            }

            return;
        }

        var activation = NewActivation(grainClass, id);
        foreach (var call in calls)
        {
            activation.Receive(call);
        }

        activation.Begin();
        _activations[id] = activation;
    }

    public Activation NewActivation(GrainClass grainClass, GrainId id) =>
        new(silo, grainClass, id, Interlocked.Increment(ref _lastNumber));

    public Activation? Find(GrainId id) => _activations.GetValueOrDefault(id);

    public void Remove(Activation activation) =>
        _activations.TryRemove(new KeyValuePair<GrainId, Activation>(activation.GrainId, activation));

    /// <summary>What the directory has to know of this silo, as far as the grains are wanted.</summary>
    public List<GrainRegistration> Registered(Func<GrainId, bool> wanted) =>
        [.. All.Where(a => a.IsRegistered && wanted(a.GrainId)).Select(a => a.Registration)];

    /// <summary>Ends an activation because another silo's is the one that counts.</summary>
    public void DropDuplicate(GrainRegistration registration)
    {
        if (Find(registration.Grain) is { } activation && activation.Registration == registration)
        {
            activation.Deactivate(new DeactivationReason(
                DeactivationReasonCode.DuplicateActivation, "The grain is active in another silo."));
        }
    }

    public void CollectIdle()
    {
        foreach (var activation in All.Where(a => !a.Class.KeepAlive))
        {
            activation.CollectIfIdle();
        }
    }

    /// <summary>Ends all activations and waits for them.</summary>
    public async Task DeactivateAll(CancellationToken cancellationToken)
    {
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is shutting down.");
        while (All is { Count: > 0 } all)
        {
            foreach (var activation in all)
            {
                activation.Deactivate(reason, cancellationToken);
            }

            await Task.WhenAll(all.Select(a => a.Deactivated)).WaitAsync(cancellationToken);
        }
    }
}
