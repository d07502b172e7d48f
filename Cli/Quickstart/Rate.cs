namespace OrleansRocket.Cli.Quickstart;

/// <summary>How fast something went.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="LinesPerSecond">Lines a second.</param>
/// <param name="MegabytesPerSecond">Millions of bytes of lines a second.</param>
internal sealed record Rate(double Seconds, double LinesPerSecond, double MegabytesPerSecond)
{
    /// <summary>The rate of an amount in a time.</summary>
    public static Rate Of(long lines, long bytes, TimeSpan elapsed)
    {
        var seconds = Math.Max(elapsed.TotalSeconds, 1e-6);
        return new Rate(Math.Round(seconds, 6), Math.Round(lines / seconds), Math.Round(bytes / seconds / 1e6, 3));
    }
}
