using System.Text.Json.Serialization;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>What came of a run; <c>--json</c> prints it as it is.</summary>
internal sealed record QuickstartResult
{
    /// <summary>The file that was read.</summary>
    public required string Input { get; init; }

    /// <summary>Lines that were sent and acknowledged.</summary>
    public required long LinesIn { get; init; }

    /// <summary>Lines of this run that were consumed.</summary>
    public required long LinesOut { get; init; }

    /// <summary>Bytes of the lines in, without their line ends.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes of the lines out, without line ends.</summary>
    public required long BytesOut { get; init; }

    /// <summary>What <c>LC_ALL=C sort FILE | sha256sum</c> prints for the lines in.</summary>
    public required string Sha256In { get; init; }

    /// <summary>The same for the lines out.</summary>
    public required string Sha256Out { get; init; }

    /// <summary>Whether all came out that went in, and nothing else.</summary>
    public bool Equal => LinesIn == LinesOut && Sha256In == Sha256Out;

    /// <summary>From the first line read to the last acknowledgement.</summary>
    public required Rate Sending { get; init; }

    /// <summary>From joining the group to the last message, those of earlier runs included.</summary>
    public required Rate Consuming { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The number of its queues.</summary>
    public required int Queues { get; init; }

    /// <summary>The consumer group.</summary>
    public required string Group { get; init; }

    /// <summary>Messages of earlier runs that the topic still holds.</summary>
    public required long KeptLines { get; init; }

    /// <summary>Those of them that the group had not consumed before and has now.</summary>
    public required long CaughtUpLines { get; init; }

    /// <summary>Where the data lie.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>False when the last broker on this directory did not stop in order, so that this one had to recover.</summary>
    public required bool CleanStart { get; init; }

    /// <summary>Milliseconds from the broker's start until all queues were recovered and open.</summary>
    public required long RecoveredMs { get; init; }

    /// <summary>Whether the input is a file that another program can read again.</summary>
    [JsonIgnore]
    public bool IsInputFile { get; init; }
}
