using Microsoft.Extensions.Hosting;

namespace Orleans.Runtime;

/// <summary>Starts and stops the silo with its host.</summary>
internal sealed class SiloHostedService : IHostedService
{
    private readonly SiloRuntime _silo;
    private readonly LifecycleSubject _lifecycle;
    private readonly IEnumerable<IConfigurationValidator> _validators;

    public SiloHostedService(
        SiloRuntime silo,
        LifecycleSubject lifecycle,
        IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants,
        IEnumerable<IConfigurationValidator> validators)
    {
        _validators = validators;
        _silo = silo;
        _lifecycle = lifecycle;
        silo.Participate(lifecycle);
        foreach (var participant in participants)
        {
            participant.Participate(lifecycle);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var validator in _validators)
        {
            validator.ValidateConfiguration();
        }

        try
        {
            await _lifecycle.Start(cancellationToken);
        }
        catch (Exception)
        {
            // Rethrown: but what has started must not go on as a member without a host.
            await _lifecycle.Stop(CancellationToken.None);
            await _silo.Kill();
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            // No time for good order: end like a lost process, then let the services release what they hold.
            await _silo.Kill();
        }

        await _lifecycle.Stop(cancellationToken);
        await _silo.Kill();
    }
}
