using Microsoft.Extensions.Hosting;

namespace OrleansRocket.Silo.Hosting;

/// <summary>Leaves signals to the process, which stops the host: one order, and not two at once.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
