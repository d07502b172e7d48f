namespace OrleansRocket.Cli.Messages;

/// <summary>What came of <c>rocket message request</c>.</summary>
/// <param name="Topic">The topic of the request.</param>
/// <param name="Body">The reply, when it is UTF-8.</param>
/// <param name="BodyBase64">The reply, when it is not.</param>
/// <param name="Properties">Its properties; of several with one name the first. Null when there are none.</param>
/// <param name="Seconds">From sending the request to having the reply.</param>
internal sealed record ReplyResult(string Topic, string? Body, string? BodyBase64, IReadOnlyDictionary<string, string>? Properties, double Seconds);
