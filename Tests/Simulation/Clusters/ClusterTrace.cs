using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Writes down what the brokers log and what is done to them, with the virtual time.</summary>
internal sealed class ClusterTrace(TextWriter output, SimulatedCluster cluster)
{
    public void Write(string who, string what) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cluster.Elapsed.TotalSeconds,10:F4} {who,-8} {what}"));

    public ILoggerProvider For(string silo) => new Provider(this, silo);

    private sealed class Provider(ClusterTrace trace, string silo) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id is > 0 and < 9000)
                trace.Write(silo, $"{formatter(state, exception)}{(exception is null ? "" : $" {exception.Message}")}");
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
