namespace OrleansRocket.Cli.DeadLetters;

/// <summary>What came of <c>rocket dlq resend</c>.</summary>
internal sealed record DeadLetterResending(string Group, long Resent);
