namespace OrleansRocket.Silo.Errors;

/// <summary>The broker does not start: an exit code and one line for people.</summary>
/// <param name="exitCode">One of <see cref="Errors.ExitCode"/>.</param>
/// <param name="message">One line that names the thing, its value and the limit.</param>
internal sealed class RefusedException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Command line or configuration are wrong.</summary>
    public static RefusedException Usage(string message) => new(Errors.ExitCode.Usage, message);

    /// <summary>It was tried and failed.</summary>
    public static RefusedException Failed(string message) => new(Errors.ExitCode.Failed, message);
}
