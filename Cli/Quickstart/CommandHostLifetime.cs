using Microsoft.Extensions.Hosting;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>Leaves signals to the command line, which stops the command, which stops the host: one order, and not two at once.</summary>
internal sealed class CommandHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
