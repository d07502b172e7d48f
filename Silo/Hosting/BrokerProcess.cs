using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansRocket.Brokers;
using OrleansRocket.Silo.Commands;
using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Errors;
using OrleansRocket.Silo.Http;

namespace OrleansRocket.Silo.Hosting;

/// <summary>The life of a broker's process: claims its place in the cluster, starts, says that it serves, and stops when it is asked to.</summary>
internal static class BrokerProcess
{
    /// <summary>A broker that starts beside the one with the metadata is known to it within milliseconds.</summary>
    private static readonly TimeSpan LookDelay = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WordPatience = TimeSpan.FromSeconds(2);

    /// <summary>Beyond the host's own patience with its services.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(2);

    public static async Task<int> Run(BrokerOptions options, SiloTerminal terminal)
    {
        using var stopping = new CancellationTokenSource();
        using var signals = terminal.OnSignal(stopping.Cancel);
        try
        {
            using var claim = await ClusterClaim.Take(options, stopping.Token);
            var log = new StartLog(options.LogLevel);
            var host = BrokerHost.Build(options, claim, log);
            try
            {
                return await Run(options, terminal, host, log, stopping.Token);
            }
            finally
            {
                await Dispose(host);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop before it served.
            return ExitCode.Ok;
        }
    }

    private static async Task<int> Run(BrokerOptions options, SiloTerminal terminal, IHost host, StartLog log, CancellationToken stopping)
    {
        var health = host.Services.GetRequiredService<IBrokerHealth>();
        await using var http = options.HttpPort is { } port ? await HttpEndpoint.Start(options.HttpAddress, port, health, stopping) : null;
        await host.StartAsync(stopping);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await WaitUntilServing(health, terminal, stopping);
            log.Serving();
            await terminal.Out.WriteLineAsync(http is null ? $"ready {options.Name}" : $"ready {options.Name} {http.Address}");
            await terminal.Out.FlushAsync(CancellationToken.None);
            await WaitForEnd(lifetime, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop before the cluster knew it: it stops as if it had served.
        }

        var isAsked = stopping.IsCancellationRequested;
        await Stop(host, options);
        return isAsked ? ExitCode.Ok : throw RefusedException.Failed($"broker '{options.Name}' has ended by itself");
    }

    private static async Task WaitUntilServing(IBrokerHealth health, SiloTerminal terminal, CancellationToken stopping)
    {
        var started = TimeProvider.System.GetTimestamp();
        var isTold = false;
        while (health.Startup() is { } problem)
        {
            if (!isTold && TimeProvider.System.GetElapsedTime(started) > WordPatience)
            {
                await terminal.Error.WriteLineAsync($"{SiloCommandLine.Program}: waiting: {problem.Reason}");
                isTold = true;
            }

            await Task.Delay(LookDelay, TimeProvider.System, stopping);
        }
    }

    private static async Task WaitForEnd(IHostApplicationLifetime lifetime, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, lifetime.ApplicationStopping);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (either.Token.Register(() => ended.TrySetResult()))
            await ended.Task;
    }

    private static async Task Stop(IHost host, BrokerOptions options)
    {
        try
        {
            await host.StopAsync(CancellationToken.None).WaitAsync(options.StopTimeout + StopMargin, TimeProvider.System);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            throw RefusedException.Failed($"broker '{options.Name}' did not stop within {options.StopTimeout.TotalSeconds} s; the next start recovers its store");
        }
    }

    private static async ValueTask Dispose(IHost host)
    {
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
