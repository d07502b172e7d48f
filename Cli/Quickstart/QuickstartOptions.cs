namespace OrleansRocket.Cli.Quickstart;

/// <summary>What a run of quickstart does.</summary>
internal sealed record QuickstartOptions
{
    /// <summary>The file to read, <c>-</c> for standard input, or null for the bundled sample.</summary>
    public string? Input { get; init; }

    /// <summary>The broker's data directory, as a full path.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The file that takes the numbers of acknowledged lines, or null.</summary>
    public string? AckFile { get; init; }

    /// <summary>Whether the broker logs to standard error.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>How long the topic may bring nothing new before the run gives up: default 30 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
