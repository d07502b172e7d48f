using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>
/// This silo's part of the directory, and its way to the other parts. It runs in the silo's system turns only.
/// <para>
/// One activation per grain rests on this: questions carry the version of the membership by which their owner was
/// chosen, and an owner answers only by that version, and only after every silo of that version has told it which
/// activations it has in the owner's range. So a new owner never denies a grain that is active somewhere.
/// </para>
/// </summary>
internal sealed partial class GrainDirectory(SiloRuntime silo)
{
    private readonly Dictionary<GrainId, GrainRegistration> _entries = [];
    private DirectoryRing _ring = new(new ClusterMembershipSnapshot([], MembershipVersion.MinValue));
    private Completion<bool> _viewChanged = new(silo.Environment.Work);
    private Completion<bool> _complete = new(silo.Environment.Work);

    /// <summary>Where the grain is active, or null.</summary>
    public async Task<GrainRegistration?> Lookup(GrainId grain) =>
        (await Ask(new DirectoryQuestion { Operation = DirectoryOperation.Lookup, Grain = grain })).Registration;

    /// <summary>Registers an activation of this silo.</summary>
    /// <returns>The one that counts: this one, or another silo's that was first.</returns>
    public async Task<GrainRegistration> Register(Activation activation)
    {
        var registration = activation.Registration;
        var answer = await Ask(new DirectoryQuestion
        {
            Operation = DirectoryOperation.Register,
            Grain = registration.Grain,
            Registration = registration,
        });

        // In the same turn as the answer: a claim that comes next has to find the activation.
        activation.IsRegistered = answer.Registration == registration;
        return answer.Registration!;
    }

    /// <summary>Forgets an activation of this silo; does nothing if another one is registered.</summary>
    public async Task<bool> Unregister(Activation activation)
    {
        // First, so that no later claim brings the entry back.
        activation.IsRegistered = false;
        await Ask(new DirectoryQuestion
        {
            Operation = DirectoryOperation.Unregister,
            Grain = activation.GrainId,
            Registration = activation.Registration,
        });
        return true;
    }

    /// <summary>Takes a new membership: drops what is dead or no longer owned, and claims what is owned now.</summary>
    public void OnMembership(ClusterMembershipSnapshot snapshot)
    {
        if (snapshot.Version <= _ring.Version)
        {
            return;
        }

        _ring = new DirectoryRing(snapshot);
        foreach (var (grain, entry) in _entries.ToList())
        {
            if (!Equals(_ring.OwnerOf(grain), silo.Address) || !_ring.Silos.Contains(entry.Silo))
            {
                _entries.Remove(grain);
            }
        }

        var changed = _viewChanged;
        _viewChanged = new Completion<bool>(silo.Environment.Work);
        _complete = new Completion<bool>(silo.Environment.Work);
        changed.TrySet(true);
        if (_ring.Silos.Contains(silo.Address))
        {
            _ = ClaimAll(_ring, _complete);
        }
    }

    /// <summary>Answers another silo, or this one.</summary>
    public async Task<DirectoryAnswer> Answer(DirectoryQuestion question)
    {
        while (true)
        {
            var ring = _ring;
            if (question.Version < ring.Version.Value)
            {
                return new DirectoryAnswer { IsStale = true };
            }

            if (question.Version > ring.Version.Value)
            {
                await _viewChanged.Task;
                continue;
            }

            if (question.Operation == DirectoryOperation.Claim)
            {
                return new DirectoryAnswer { Claimed = silo.Catalog.Registered(g => question.Registration!.Silo.Equals(ring.OwnerOf(g))) };
            }

            await Task.WhenAny(_complete.Task, _viewChanged.Task);
            if (ReferenceEquals(ring, _ring))
            {
                return new DirectoryAnswer { Registration = Apply(question) };
            }
        }
    }

    private GrainRegistration? Apply(DirectoryQuestion question)
    {
        var known = _entries.GetValueOrDefault(question.Grain);
        switch (question.Operation)
        {
            case DirectoryOperation.Register:
                var wanted = question.Registration!;

                // A silo knows its own activations best: its newer one replaces its older one.
                if (known is null || known.Silo.Equals(wanted.Silo))
                {
                    _entries[question.Grain] = known = wanted;
                }

                return known;
            case DirectoryOperation.Unregister:
                if (known == question.Registration)
                {
                    _entries.Remove(question.Grain);
                }

                return null;
            default:
                return known;
        }
    }
}
