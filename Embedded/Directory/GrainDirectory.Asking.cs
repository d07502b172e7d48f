using Orleans.Embedded;

namespace Orleans.Runtime;

/// <content>Asking the owner of an entry, and claiming entries after a change of the membership.</content>
internal sealed partial class GrainDirectory
{
    private async Task<DirectoryAnswer> Ask(DirectoryQuestion question)
    {
        while (true)
        {
            var ring = _ring;
            question.Version = ring.Version.Value;
            var owner = ring.OwnerOf(question.Grain);
            DirectoryAnswer? answer;
            if (owner is null)
            {
                // No silo is active yet; this one may be on its way to become the first.
                await _viewChanged.Task;
                continue;
            }

            if (owner.Equals(silo.Address))
            {
                answer = await Answer(question);
            }
            else
            {
                answer = await silo.Channel.Ask(owner, question);
            }

            if (!ReferenceEquals(ring, _ring))
            {
                // Whatever the former owner said, the present one may not know it: it claimed this silo's activations
                // before this answer came.
                continue;
            }

            if (answer is { IsStale: false })
            {
                return answer;
            }

            // The owner knows a newer membership, or is gone: this silo will learn of that too.
            await _viewChanged.Task;
        }
    }

    private async Task ClaimAll(DirectoryRing ring, Completion<bool> complete)
    {
        var question = new DirectoryQuestion
        {
            Operation = DirectoryOperation.Claim,
            Version = ring.Version.Value,
            Registration = new GrainRegistration(default, silo.Address, 0),
        };
        foreach (var member in ring.Silos)
        {
            var answer = member.Equals(silo.Address) ? await Answer(question) : await silo.Channel.Ask(member, question);
            if (answer is not { IsStale: false } || !ReferenceEquals(ring, _ring))
            {
                // A newer membership is here or on its way, and with it another round.
                return;
            }

            foreach (var registration in answer.Claimed!)
            {
                Take(registration);
            }
        }

        complete.TrySet(true);
    }

    private void Take(GrainRegistration registration)
    {
        if (!_entries.TryGetValue(registration.Grain, out var known) || known.Silo.Equals(registration.Silo))
        {
            _entries[registration.Grain] = registration;
            return;
        }

        // Two silos run the grain: one of them was taken for dead and came back. The first one told stays.
        silo.Channel.Tell(registration.Silo, registration);
    }
}
