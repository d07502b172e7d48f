using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench;

/// <summary>What a bench gets: the options, a place for its data, and where its figures go.</summary>
internal sealed class BenchRun : IDisposable
{
    private readonly Action<string> _progress;

    /// <summary>Makes the directory for the data.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="progress">Is told what is being measured.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public BenchRun(BenchOptions options, Action<string> progress)
    {
        Options = options;
        Directory = new WorkDirectory(options.Data);
        _progress = progress;
        Limits = new MachineLimits(this);
    }

    public BenchOptions Options { get; }

    public WorkDirectory Directory { get; }

    public FigureBook Figures { get; } = new();

    public MachineLimits Limits { get; }

    public void Progress(string what) => _progress(what);

    public void Dispose() => Directory.Dispose();
}
