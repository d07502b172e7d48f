namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>An event that has come to a subscriber.</summary>
internal sealed record Received(string Item, long Position, string? Who, string Where);
