namespace OrleansRocket;

/// <summary>What became of a queue when another replica was made its leader.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Store">The store that leads it now.</param>
/// <param name="EndOffset">Where its log ended: the offset of the first message that the new leader stored.</param>
/// <param name="Lost">Messages that the new leader knows it never got; there may be more that it never heard of, which the lost leader's broker
/// reports when it comes back.</param>
public sealed record PromotionResult(QueueName Queue, string Store, long EndOffset, long Lost);
