using System.Collections;
using System.Runtime.InteropServices;

namespace OrleansRocket.Silo.Commands;

/// <summary>Everything that the broker's process has to do with the world outside of its data: replaced in tests.</summary>
internal sealed record SiloTerminal
{
    /// <summary>The ready line and results go here.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Failures and the log go here.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The environment's variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Where <c>appsettings.json</c> is looked for; the first directory that has one wins.</summary>
    public required IReadOnlyList<string> SettingsDirectories { get; init; }

    /// <summary>Calls back when the process is asked to stop, until disposed.</summary>
    public required Func<Action, IDisposable> OnSignal { get; init; }

    /// <summary>The terminal of this process.</summary>
    public static SiloTerminal OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        SettingsDirectories = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory],
        OnSignal = StopSignals.Register,
    };

    private sealed class StopSignals(params IDisposable[] registrations) : IDisposable
    {
        public static StopSignals Register(Action stop)
        {
            void Handle(PosixSignalContext context)
            {
                // Without this the process would end at once.
                context.Cancel = true;
                stop();
            }

            return new StopSignals(
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
                PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle));
        }

        public void Dispose()
        {
            foreach (var registration in registrations)
                registration.Dispose();
        }
    }
}
