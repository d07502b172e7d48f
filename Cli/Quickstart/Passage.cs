namespace OrleansRocket.Cli.Quickstart;

/// <summary>What passed one side of the topic.</summary>
/// <param name="Lines">How many lines.</param>
/// <param name="Bytes">Their bytes, without line ends.</param>
/// <param name="Sha256">The hash of the sorted lines.</param>
/// <param name="Rate">How fast they passed.</param>
internal sealed record Passage(long Lines, long Bytes, string Sha256, Rate Rate)
{
    /// <summary>Sorts and hashes the lines.</summary>
    public static Passage Of(SortedLines lines, Rate rate) => new(lines.Count, lines.Bytes, lines.Sha256(), rate);
}
