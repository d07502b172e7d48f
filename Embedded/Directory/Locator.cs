using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;

namespace Orleans.Runtime;

/// <summary>
/// Finds the silo of a grain for calls that have no activation here: by the cache, else by the directory, else by the
/// grain's placement director. Calls of one grain that come meanwhile wait together and keep their order.
/// </summary>
internal sealed class Locator(SiloRuntime silo)
{
    private readonly ConcurrentDictionary<GrainId, SiloAddress> _cache = new();
    private readonly Dictionary<GrainId, List<Call>> _searching = [];

    /// <summary>Brings a call to its grain. May be called on any thread.</summary>
    public void Send(Call call)
    {
        if (_cache.TryGetValue(call.Target, out var known))
        {
            silo.SendTo(known, call, newPlacement: false);
            return;
        }

        silo.System.Post(() => Search(call, isChosen: false));
    }

    /// <summary>Takes a call for which another silo has chosen this one as the place of a new activation.</summary>
    public void Place(Call call) => silo.System.Post(() => Search(call, isChosen: true));

    /// <summary>Lets later calls of a grain go straight to its silo, until that one is dead or says that the grain is no longer there.</summary>
    public void Remember(GrainId grain, SiloAddress address)
    {
        if (address.Equals(silo.Address))
        {
            return;
        }

        // First the entry, then the look: a silo that died since it was named is found either here or by ForgetSilos.
        _cache[grain] = address;
        if (silo.MembershipView.IsDeadSilo(address))
        {
            Forget(grain);
        }
    }

    public void Forget(GrainId grain) => _cache.TryRemove(grain, out _);

    /// <summary>Called when the membership that says so is the current one.</summary>
    public void ForgetSilos(Func<SiloAddress, bool> gone)
    {
        foreach (var entry in _cache.Where(e => gone(e.Value)))
        {
            _cache.TryRemove(entry);
        }
    }

    private void Search(Call call, bool isChosen)
    {
        if (_searching.TryGetValue(call.Target, out var others))
        {
            others.Add(call);
            return;
        }

        if (silo.Catalog.TryDeliver(call))
        {
            return;
        }

        if (GrainManifest.Current.ClassOf(call.Target.Type) is not { } grainClass)
        {
            call.Fail(new ArgumentException($"Could not find an implementation of the grain type '{call.Target.Type}' of {call.Target}."));
            return;
        }

        var isLocal = isChosen || grainClass.Placement is StatelessWorkerPlacement;
        if (isLocal && silo.IsAcceptingActivations)
        {
            silo.Catalog.Create(grainClass, call.Target, [call]);
            return;
        }

        var calls = new List<Call> { call };
        _searching.Add(call.Target, calls);
        _ = SearchElsewhere(grainClass, call, calls);
    }

    private async Task SearchElsewhere(GrainClass grainClass, Call first, List<Call> calls)
    {
        var grain = first.Target;
        SiloAddress address;
        var isNew = false;
        try
        {
            var registration = grainClass.Placement.IsUsingGrainDirectory ? await silo.Directory.Lookup(grain) : null;
            isNew = registration is null;
            address = registration?.Silo ?? await Choose(grainClass, grain, first.Context);
        }
        catch (Exception exception)
        {
            // A director's exception is the answer of the calls that asked for the placement.
            _searching.Remove(grain);
            calls.ForEach(c => c.Fail(exception));
            return;
        }

        _searching.Remove(grain);
        if (address.Equals(silo.Address))
        {
            DeliverHere(grainClass, grain, calls);
            return;
        }

        foreach (var call in calls)
        {
            silo.SendTo(address, call, isNew);
        }

        if (grainClass.Placement.IsUsingGrainDirectory)
        {
            Remember(grain, address);
        }
    }

    private void DeliverHere(GrainClass grainClass, GrainId grain, List<Call> calls)
    {
        if (silo.Catalog.Find(grain) is { } activation)
        {
            calls.ForEach(activation.Receive);
        }
        else if (!silo.IsAcceptingActivations)
        {
            calls.ForEach(c => c.Fail(new SiloUnavailableException($"The silo {silo.Address} is stopping; {c} was not run.")));
        }
        else
        {
            silo.Catalog.Create(grainClass, grain, calls);
        }
    }

    private async Task<SiloAddress> Choose(GrainClass grainClass, GrainId grain, Dictionary<string, object>? context)
    {
        var strategy = grainClass.Placement;
        if (strategy is StatelessWorkerPlacement)
        {
            // Here and nowhere else, as a rule; but this silo is stopping, and any other does as well.
            var silos = silo.Placement.GetCompatibleSilos(new PlacementTarget(grain, context));
            return silos[silo.Environment.Randomness.Next(silos.Length)];
        }

        var director = silo.ServiceProvider.GetKeyedService<IPlacementDirector>(strategy.GetType())
            ?? throw new OrleansConfigurationException(
                $"There is no placement director for {strategy.GetType().FullName}, which {grainClass} uses; add one with AddPlacementDirector.");
        return await director.OnAddActivation(strategy, new PlacementTarget(grain, context), silo.Placement);
    }
}
