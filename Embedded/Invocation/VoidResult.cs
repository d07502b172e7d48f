namespace Orleans.Serialization.Invocation;

/// <summary>The result of a method that returns nothing (<see cref="Task"/>, <see cref="ValueTask"/> or void).</summary>
internal readonly struct VoidResult;
