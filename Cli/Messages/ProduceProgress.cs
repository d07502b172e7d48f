using OrleansRocket.Cli.Lines;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Messages;

/// <summary>How far <c>rocket produce</c> is.</summary>
internal sealed class ProduceProgress : ILineProgress
{
    private long _bytesRead;
    private long _linesAcked;

    /// <summary>The size of the input, or null when nobody knows.</summary>
    public long? TotalBytes { get; init; }

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

    /// <summary>In one line.</summary>
    public string Describe() => TotalBytes is { } total and > 0
        ? $"{Figures.Count(LinesAcked, "line")} acknowledged, {Math.Min(100, 100 * BytesRead / total)}% of the input read"
        : $"{Figures.Count(LinesAcked, "line")} acknowledged";
}
