using OrleansRocket.Cli.Messages;

namespace OrleansRocket.Cli.DeadLetters;

/// <summary>A dead letter.</summary>
/// <param name="Topic">The topic to which it was sent.</param>
/// <param name="Origin">The queue and offset from which it came.</param>
/// <param name="Reason">Why it is one.</param>
/// <param name="Message">The message, where it is now.</param>
internal sealed record DeadLetterResult(string Topic, string? Origin, string? Reason, ConsumedMessage Message);
