using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansRocket.Silo.Commands;
using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.Hosting;

/// <summary>The life of a broker's process: claims its place in the cluster, starts, says that it serves, and stops when it is asked to.</summary>
internal static class BrokerProcess
{
    public static async Task<int> Run(BrokerOptions options, SiloTerminal terminal)
    {
        using var stopping = new CancellationTokenSource();
        using var signals = terminal.OnSignal(stopping.Cancel);
        using var host = BrokerHost.Build(options, options.MetadataStore);
        try
        {
            await host.StartAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }

        await terminal.Out.WriteLineAsync($"ready {options.Name}");
        await terminal.Out.FlushAsync(CancellationToken.None);
        await WaitForEnd(host, stopping.Token);
        await host.StopAsync(CancellationToken.None).WaitAsync(options.StopTimeout + TimeSpan.FromSeconds(1));
        return ExitCode.Ok;
    }

    private static async Task WaitForEnd(IHost host, CancellationToken stopping)
    {
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, lifetime.ApplicationStopping);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (either.Token.Register(ended.SetResult))
            await ended.Task;
    }
}
