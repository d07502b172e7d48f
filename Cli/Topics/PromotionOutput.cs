namespace OrleansRocket.Cli.Topics;

/// <summary>What <c>topic promote</c> prints.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Queue">The queue's number.</param>
/// <param name="Broker">The broker that leads it now.</param>
/// <param name="EndOffset">The offset of the first message that it stores.</param>
/// <param name="Lost">Messages that are known to be lost.</param>
internal sealed record PromotionOutput(string Topic, int Queue, string Broker, long EndOffset, long Lost);
