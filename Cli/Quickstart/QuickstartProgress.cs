using OrleansRocket.Cli.Lines;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>How far a run is. The run writes it and a display looks at it now and then, so that showing costs the run nothing.</summary>
internal sealed class QuickstartProgress : ILineProgress
{
    private int _phase;
    private long _bytesRead;
    private long _linesAcked;
    private long _linesConsumed;
    private long _linesToConsume;

    public QuickstartPhase Phase
    {
        get => (QuickstartPhase)Volatile.Read(ref _phase);
        set => Volatile.Write(ref _phase, (int)value);
    }

    /// <summary>The size of the input, or null when nobody knows.</summary>
    public long? TotalBytes { get; set; }

    public long BytesRead
    {
        get => Volatile.Read(ref _bytesRead);
        set => Volatile.Write(ref _bytesRead, value);
    }

    public long LinesAcked
    {
        get => Volatile.Read(ref _linesAcked);
        set => Volatile.Write(ref _linesAcked, value);
    }

    public long LinesConsumed
    {
        get => Volatile.Read(ref _linesConsumed);
        set => Volatile.Write(ref _linesConsumed, value);
    }

    public long LinesToConsume
    {
        get => Volatile.Read(ref _linesToConsume);
        set => Volatile.Write(ref _linesToConsume, value);
    }
}
