using Microsoft.Extensions.Logging;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Clusters;

/// <summary>The connection of this process.</summary>
internal sealed class ClusterLink : IClusterLink
{
    /// <summary>A broker that runs answers in a moment.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly RocketConnection _connection;

    private ClusterLink(RocketConnection connection) => _connection = connection;

    public RocketClient Client => _connection.Client;

    /// <summary>Connects.</summary>
    /// <exception cref="CommandException">With <see cref="ExitCode.Unreachable"/>: no broker can be reached.</exception>
    public static async Task<IClusterLink> Open(ClusterTarget target, ILoggerFactory? loggers, CancellationToken cancellationToken)
    {
        var finding = EngineLink.To(target);
        if (target.Directory is { } directory)
            CheckDirectory(target, directory);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ConnectTimeout);
        try
        {
            return new ClusterLink(await RocketConnection.OpenAsync(finding, loggers: loggers, cancellationToken: patience.Token).WaitAsync(patience.Token));
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCode.Unreachable, $"no broker answers in {target} within {ConnectTimeout.TotalSeconds} s", timeout);
        }
        catch (RocketException failure) when (failure.Code == RocketError.ClusterUnavailable)
        {
            var reason = failure.InnerException is SiloUnavailableException ? "no broker runs" : failure.Message;
            throw new CommandException(ExitCode.Unreachable, $"no broker answers in {target}: {reason}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Unreachable, $"cannot use {target}: {failure.Message}", failure);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>A client only looks into the directory; making it is for the first broker.</summary>
    private static void CheckDirectory(ClusterTarget target, string directory)
    {
        try
        {
            foreach (var _ in Directory.EnumerateFileSystemEntries(directory))
                return;
            throw new CommandException(ExitCode.Unreachable, $"no broker answers in {target}: it is empty");
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new CommandException(ExitCode.Unreachable, $"{target} does not exist: no broker has been started on it", missing);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Unreachable, $"cannot use {target}: {failure.Message}", failure);
        }
    }
}
