namespace OrleansRocket.Silo.Errors;

/// <summary>What the broker tells its caller. Scripts rely on these numbers: they never change.</summary>
internal static class ExitCode
{
    /// <summary>Stopped in order, or did what was asked for.</summary>
    public const int Ok = 0;

    /// <summary>It could not start, or ended by itself.</summary>
    public const int Failed = 1;

    /// <summary>Command line or configuration are wrong; nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>What the cluster's members are kept in cannot be reached.</summary>
    public const int Unreachable = 3;
}
