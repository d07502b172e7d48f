namespace Orleans.Runtime;

/// <summary>The activations of one stateless worker grain in this silo.</summary>
internal sealed class WorkerGroup(SiloRuntime silo, GrainClass grainClass, GrainId id)
{
    private readonly Lock _lock = new();
    private readonly List<Activation> _workers = [];
    private readonly int _maxLocal = ((StatelessWorkerPlacement)grainClass.Placement).MaxLocal;

    public IReadOnlyList<Activation> Workers
    {
        get
        {
            lock (_lock)
            {
                return [.. _workers.Where(static w => w.State != ActivationState.Ended)];
            }
        }
    }

    /// <summary>Gives a call to an idle worker, to a new one while there may be more, or else to the least busy.</summary>
    public void Receive(Call call)
    {
        Activation? worker;
        var isNew = false;
        lock (_lock)
        {
            _workers.RemoveAll(static w => w.State is ActivationState.Deactivating or ActivationState.Ended);
            worker = _workers.MinBy(static w => w.Load);
            if ((worker is null || worker.Load > 0) && _workers.Count < _maxLocal)
            {
                worker = silo.Catalog.NewActivation(grainClass, id);
                _workers.Add(worker);
                isNew = true;
            }

            worker!.Receive(call);
        }

        if (isNew)
        {
            worker.Begin();
        }
    }
}
