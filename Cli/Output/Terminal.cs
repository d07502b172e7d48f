using System.Text;

namespace OrleansRocket.Cli.Output;

/// <summary>Everything that a command has to do with the world outside of files: replaced in tests.</summary>
internal sealed record Terminal
{
    /// <summary>Results go here.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Failures and progress go here.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

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
        IsWatched = !Console.IsErrorRedirected,
        Columns = Console.IsOutputRedirected ? null : Console.WindowWidth,
        StopTimeout = TimeSpan.FromSeconds(30),
    };
}
