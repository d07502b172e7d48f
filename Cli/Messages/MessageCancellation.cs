namespace OrleansRocket.Cli.Messages;

/// <summary>What came of <c>rocket message cancel</c>.</summary>
internal sealed record MessageCancellation(string MessageId, bool Cancelled);
