namespace OrleansRocket.Replies;

/// <summary>Says that a requester has got a reply.</summary>
/// <param name="CorrelationId">Which request it answers.</param>
/// <param name="WasWanted">False when the request was not waited for any more.</param>
[GenerateSerializer, Immutable, Alias("rocket.reply-receipt")]
public sealed record ReplyReceipt([property: Id(0)] string CorrelationId, [property: Id(1)] bool WasWanted);
