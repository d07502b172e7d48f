using OrleansRocket.Log.Errors;

namespace OrleansRocket.Cli.Errors;

/// <summary>What is told about a failure: one line and an exit code, never a stack trace.</summary>
/// <param name="ExitCode">One of <see cref="Errors.ExitCode"/>.</param>
/// <param name="Message">One line.</param>
internal readonly record struct Failure(int ExitCode, string Message)
{
    /// <summary>Finds what to tell. Hosts wrap what went wrong in exceptions of their own, so that the reason may lie deeper.</summary>
    public static Failure Of(Exception exception)
    {
        foreach (var candidate in Chain(exception))
        {
            if (Known(candidate) is { } failure)
                return failure with { Message = OneLine(failure.Message) };
        }

        return new Failure(Errors.ExitCode.Failed, OneLine($"internal error: {exception.GetType().Name}: {exception.Message} (--verbose shows more)"));
    }

    private static Failure? Known(Exception exception) => exception switch
    {
        CommandException command => new Failure(command.ExitCode, command.Message),
        RocketException rocket => new Failure(IsUnreachable(rocket) ? Errors.ExitCode.Unreachable : Errors.ExitCode.Failed, rocket.Message),
        LogException => new Failure(Errors.ExitCode.Failed, exception.Message),
        IOException or UnauthorizedAccessException or PlatformNotSupportedException => new Failure(Errors.ExitCode.Failed, exception.Message),
        OrleansException or TimeoutException => Unreachable(exception),
        OperationCanceledException => new Failure(Errors.ExitCode.Interrupted, "interrupted"),
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
        ? new Failure(Errors.ExitCode.Unreachable, $"no broker answers: {exception.Message}")
        : null;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            yield return current;
            if (current is not AggregateException aggregate)
                continue;
            foreach (var inner in aggregate.InnerExceptions.SelectMany(Chain))
                yield return inner;
            yield break;
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
