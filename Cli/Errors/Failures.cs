using OrleansRocket.Log.Errors;
using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Cli.Errors;

/// <summary>What <c>rocket</c> tells about a failure: one line and an exit code, never a stack trace.</summary>
internal static class Failures
{
    /// <summary>Finds what to tell.</summary>
    public static Failure Of(Exception exception) => Failure.Find(exception, Known, "--verbose");

    private static Failure? Known(Exception exception) => exception switch
    {
        CommandException command => new Failure(command.ExitCode, command.Message),
        RocketException rocket => new Failure(IsUnreachable(rocket) ? ExitCode.Unreachable : ExitCode.Failed, rocket.Message),
        _ when Failure.IsRedisAway(exception) => new Failure(ExitCode.Unreachable, exception.Message),
        LogException => new Failure(ExitCode.Failed, exception.Message),
        IOException or UnauthorizedAccessException or PlatformNotSupportedException => new Failure(ExitCode.Failed, exception.Message),
        OrleansException or TimeoutException => Unreachable(exception),
        OperationCanceledException => new Failure(ExitCode.Interrupted, "interrupted"),
        _ => null,
    };

    private static bool IsUnreachable(RocketException exception) => exception.Code switch
    {
        RocketError.ClusterUnavailable or RocketError.NoStoreAvailable or RocketError.StoreUnavailable => true,

        // A send that got no answer from a broker that is not there; a full disk is an answer.
        RocketError.Timeout => exception.InnerException is not RocketException inner || IsUnreachable(inner),
        _ => false,
    };

    private static Failure? Unreachable(Exception exception) => Transience.IsTransient(exception)
        ? new Failure(ExitCode.Unreachable, $"no broker answers: {exception.Message}")
        : null;
}
