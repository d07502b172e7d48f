namespace OrleansRocket.Log.Errors;

/// <summary>A search by key or id in a queue that has no key index: without one, the whole log would have to be read.</summary>
/// <param name="queue">The queue.</param>
public sealed class NoKeyIndexException(string queue) : LogException(ErrorCode, $"The log of {queue} has no key index.")
{
    /// <summary>The value of <see cref="LogException.Code"/>.</summary>
    public const string ErrorCode = "NO_KEY_INDEX";
}
