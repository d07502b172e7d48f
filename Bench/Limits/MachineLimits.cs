using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Limits;

/// <summary>The machine's limits, measured where they are needed, close in time to what is compared with them.</summary>
internal sealed class MachineLimits(BenchRun run)
{
    private readonly FigureBook _sampled = new();

    /// <summary>The best that has been seen of each limit.</summary>
    public IReadOnlyList<Figure> All => _sampled.All;

    /// <summary>Every time that a limit was measured.</summary>
    public FigureBook Figures => _sampled;

    /// <summary>Measures a limit briefly, for a comparison.</summary>
    public Task Sample(LimitKind kind) => Measure(kind, run.Options.WarmUp);

    /// <summary>Measures a limit.</summary>
    public async Task<Figure> Measure(LimitKind kind, TimeSpan duration)
    {
        run.Progress($"limit: {NameOf(kind)}");
        var block = run.Options.Batch * run.Options.MessageSize;
        var figure = kind switch
        {
            LimitKind.WarmCopy => new MappedCopy(run, block).Warm(duration),
            LimitKind.ColdCopy => new MappedCopy(run, block).Fresh(duration, populate: false),
            LimitKind.PopulatedCopy => new MappedCopy(run, block).Fresh(duration, populate: true),
            LimitKind.MemoryCopy => MemoryLimit.Copy(block, duration),
            LimitKind.Checksum => new MappedCopy(run, block).Checksum(duration),
            LimitKind.Flush => new MappedCopy(run, block).Flush(duration),
            LimitKind.Disk => new MappedCopy(run, 16 * 1024 * 1024).Flush(duration),
            LimitKind.Mailbox => await MailboxLimit.Call(callers: 1, duration),
            LimitKind.Mailbox64 => await MailboxLimit.Call(callers: 64, duration),
            LimitKind.Echo => SocketLimit.Echo(Socket(), run.Options.MessageSize, window: 1, duration),
            LimitKind.Echo64 => SocketLimit.Echo(Socket(), run.Options.MessageSize, window: 64, duration),
            LimitKind.Stream => SocketLimit.Stream(Socket(), block, duration),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such limit"),
        } with
        { Bench = "limit", Case = NameOf(kind) };
        _sampled.Add(figure);
        return figure;
    }

    /// <summary>The best that has been seen of a limit; null when nobody has measured it.</summary>
    public Figure? Best(LimitKind kind) => _sampled.All.FirstOrDefault(figure => figure.Case == NameOf(kind));

    /// <summary>What a limit is called in reports; docs/performance.md says what each is.</summary>
    public static string NameOf(LimitKind kind) => kind switch
    {
        LimitKind.WarmCopy => "warm copy",
        LimitKind.ColdCopy => "cold copy",
        LimitKind.PopulatedCopy => "cold copy, populated",
        LimitKind.MemoryCopy => "memory copy",
        LimitKind.Checksum => "warm checksum",
        LimitKind.Flush => "flush of a block",
        LimitKind.Disk => "flush of 16 MiB",
        LimitKind.Mailbox => "mailbox, 1 caller",
        LimitKind.Mailbox64 => "mailbox, 64 callers",
        LimitKind.Echo => "socket echo",
        LimitKind.Echo64 => "socket echo, 64 at once",
        LimitKind.Stream => "socket stream",
        _ => kind.ToString(),
    };

    private string Socket() => run.Directory.Next("s");
}
