namespace OrleansRocket.Log.Errors;

/// <summary>The queue's log or its store has been closed.</summary>
/// <param name="what">Name of what is closed.</param>
public sealed class LogClosedException(string what) : LogException("LOG_CLOSED", $"{what} is closed.");
