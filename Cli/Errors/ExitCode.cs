namespace OrleansRocket.Cli.Errors;

/// <summary>What <c>rocket</c> tells its caller. Scripts rely on these numbers: they never change.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>It was tried and failed, or what was checked is not in order.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong; nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>The cluster cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>Stopped in order by Ctrl-C or SIGTERM before it was done: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
