using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using OrleansRocket.Cli.Clusters;

namespace OrleansRocket.Cli.Output;

/// <summary>Everything that a command has to do with the world outside of files: replaced in tests.</summary>
internal sealed record Terminal
{
    private const int StandardOutput = 1;

    /// <summary>Results go here.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Failures and progress go here.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Opens standard output for bytes; nothing else may be written to <see cref="Out"/> meanwhile.</summary>
    public Func<Stream> OpenOutput { get; init; } = () => Stream.Null;

    /// <summary>The value of an environment variable, or null.</summary>
    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>Connects to a cluster.</summary>
    public Func<ClusterTarget, ILoggerFactory?, CancellationToken, Task<IClusterLink>> Connect { get; init; } = ClusterLink.Open;

    /// <summary>Whether somebody sits there who can be asked.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether somebody watches <see cref="Error"/>, so that a moving picture makes sense there.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Columns of the screen; results that go elsewhere are not broken into lines.</summary>
    public int? Columns { get; init; }

    /// <summary>How long Ctrl-C and SIGTERM wait for a command to stop in order; null leaves the signals alone.</summary>
    public TimeSpan? StopTimeout { get; init; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new()
    {
        Out = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 32 * 1024),
        Error = Console.Error,
        OpenInput = Console.OpenStandardInput,

        // Not the console's own stream, which takes a reader that has gone away for success: messages would be acknowledged that nobody got.
        OpenOutput = () => new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0),
        Environment = System.Environment.GetEnvironmentVariable,
        IsInteractive = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        IsWatched = !Console.IsErrorRedirected,
        Columns = Console.IsOutputRedirected ? null : Console.WindowWidth,
        StopTimeout = TimeSpan.FromSeconds(30),
    };
}
