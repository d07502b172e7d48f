namespace OrleansRocket.State;

/// <summary>One key and its newest value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value as UTF-8 JSON; null when the key was deleted.</param>
internal readonly record struct StateRecord(string Key, ReadOnlyMemory<byte>? Value);
