namespace OrleansRocket.Cli.Errors;

/// <summary>Ends a command with an exit code and one line for people.</summary>
/// <param name="exitCode">One of <see cref="Errors.ExitCode"/>.</param>
/// <param name="message">One line that names the thing and the limit.</param>
/// <param name="cause">What led to it, for <c>--verbose</c>.</param>
internal sealed class CommandException(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode { get; } = exitCode;
}
