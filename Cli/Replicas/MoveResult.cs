namespace OrleansRocket.Cli.Replicas;

/// <summary>A queue that gets other brokers, as <c>topic reassign</c> and <c>broker decommission</c> print it.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Queue">Its number.</param>
/// <param name="From">The brokers that hold it, the preferred leader first.</param>
/// <param name="To">Those that are to hold it, the preferred leader first.</param>
/// <param name="Moved">True when it is done, false when it is planned only.</param>
/// <param name="Seconds">How long it took; null when it is planned only.</param>
internal sealed record MoveResult(string Topic, int Queue, IReadOnlyList<string> From, IReadOnlyList<string> To, bool Moved, double? Seconds)
{
    /// <summary>A move that is planned.</summary>
    public static MoveResult Planned(ReplicaMove move) => new(move.Queue.Topic, move.Queue.Queue, move.Before, move.After, Moved: false, Seconds: null);

    /// <summary>A move that is done.</summary>
    public static MoveResult Done(ReplicaMove move, TimeSpan time) => Planned(move) with { Moved = true, Seconds = Math.Round(time.TotalSeconds, 3) };
}
