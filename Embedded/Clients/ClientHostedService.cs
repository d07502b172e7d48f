using Microsoft.Extensions.Hosting;

namespace Orleans.Runtime;

/// <summary>Starts and stops the client with its host.</summary>
internal sealed class ClientHostedService(
    ClientRuntime client,
    LifecycleSubject lifecycle,
    IEnumerable<ILifecycleParticipant<IClusterClientLifecycle>> participants,
    IEnumerable<IConfigurationValidator> validators) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var validator in validators)
        {
            validator.ValidateConfiguration();
        }

        lifecycle.Subscribe(
            nameof(ClientRuntime),
            ServiceLifecycleStage.RuntimeInitialize,
            client.Start,
            _ =>
            {
                client.Stop();
                return Task.CompletedTask;
            });
        foreach (var participant in participants)
        {
            participant.Participate(lifecycle);
        }

        await lifecycle.Start(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => lifecycle.Stop(cancellationToken);
}
