using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;
using OrleansRocket.Bench.Processes;

namespace OrleansRocket.Bench;

/// <summary>What a bench gets: the options, a place for its data, and where its figures go.</summary>
internal sealed class BenchRun : IDisposable
{
    private readonly Action<string> _progress;
    private readonly List<string> _notes = [];

    /// <summary>Makes the directory for the data.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="progress">Is told what is being measured.</param>
    /// <param name="programs">Finds the servers of peers.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public BenchRun(BenchOptions options, Action<string> progress, Programs programs)
    {
        Options = options;
        Programs = programs;
        Directory = new WorkDirectory(options.Data);
        _progress = progress;
        Limits = new MachineLimits(this);
    }

    public BenchOptions Options { get; }

    public Programs Programs { get; }

    public WorkDirectory Directory { get; }

    public FigureBook Figures { get; } = new();

    public MachineLimits Limits { get; }

    /// <summary>What has to be known beside the figures.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>True when something could not be measured; a note says what.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Takes a note, once.</summary>
    public void Note(string note)
    {
        if (!_notes.Contains(note))
            _notes.Add(note);
    }

    public void Progress(string what) => _progress(what);

    public void Dispose() => Directory.Dispose();
}
