using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace OrleansRocket.Silo.Hosting;

/// <summary>
/// What is logged, to standard error. Until the broker serves, only its own words are: an engine that cannot start says so in many lines,
/// while what went wrong is told in one.
/// </summary>
internal sealed class StartLog(LogLevel level)
{
    private const string Own = "OrleansRocket";
    private readonly LogLevel _others = level is LogLevel.Trace or LogLevel.Debug || level > LogLevel.Warning ? level : LogLevel.Warning;
    private volatile bool _isServing = level <= LogLevel.Debug;

    /// <summary>The broker serves: from now on everything is logged that the level lets through.</summary>
    public void Serving() => _isServing = true;

    public void AddTo(ILoggingBuilder logging)
    {
        if (level == LogLevel.None)
            return;
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddFilter(IsLogged);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private bool IsLogged(string? category, LogLevel of) => category is not null && category.StartsWith(Own, StringComparison.Ordinal)
        ? of >= level
        : _isServing && of >= _others;
}
