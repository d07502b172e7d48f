namespace OrleansRocket.Cli.Messages;

/// <summary>What came of <c>rocket produce</c>.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Lines">Lines that were sent and acknowledged.</param>
/// <param name="Bytes">Their bytes, without line ends.</param>
/// <param name="Seconds">From the first line read to the last acknowledgement.</param>
internal sealed record ProduceResult(string Topic, long Lines, long Bytes, double Seconds);
