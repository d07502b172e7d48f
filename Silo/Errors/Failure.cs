using OrleansRocket.Log.Errors;

namespace OrleansRocket.Silo.Errors;

/// <summary>What is told about a failure: one line and an exit code, never a stack trace.</summary>
/// <param name="ExitCode">One of <see cref="Errors.ExitCode"/>.</param>
/// <param name="Message">One line.</param>
internal readonly record struct Failure(int ExitCode, string Message)
{
    /// <summary>What the broker tells.</summary>
    public static Failure Of(Exception exception) => Find(exception, Known, "--log-level Debug");

    /// <summary>Finds what to tell. Hosts wrap what went wrong in exceptions of their own, so that the reason may lie deeper.</summary>
    /// <param name="exception">What went wrong.</param>
    /// <param name="known">What is foreseen; null for the rest.</param>
    /// <param name="more">The option that shows more of what nobody foresaw.</param>
    public static Failure Find(Exception exception, Func<Exception, Failure?> known, string more)
    {
        foreach (var candidate in Chain(exception))
        {
            if (known(candidate) is { } failure)
                return failure with { Message = OneLine(failure.Message) };
        }

        return new Failure(Errors.ExitCode.Failed, OneLine($"internal error: {exception.GetType().Name}: {exception.Message} ({more} shows more)"));
    }

    /// <summary>Whether Redis is not there. By its name, since the type is there with Microsoft Orleans only.</summary>
    public static bool IsRedisAway(Exception exception) => exception.GetType().Name == "RedisConnectionException";

    private static Failure? Known(Exception exception) => exception switch
    {
        RefusedException refused => new Failure(refused.ExitCode, refused.Message),
        RocketException { Code: RocketError.ClusterUnavailable } => new Failure(Errors.ExitCode.Unreachable, exception.Message),
        RocketException or LogException or ArgumentException => new Failure(Errors.ExitCode.Failed, exception.Message),
        _ when IsRedisAway(exception) => new Failure(Errors.ExitCode.Unreachable, exception.Message),
        IOException or UnauthorizedAccessException or PlatformNotSupportedException => new Failure(Errors.ExitCode.Failed, exception.Message),
        OrleansConfigurationException => new Failure(Errors.ExitCode.Failed, exception.Message),
        OrleansException when exception.InnerException is null => new Failure(Errors.ExitCode.Failed, exception.Message),
        _ => null,
    };

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
