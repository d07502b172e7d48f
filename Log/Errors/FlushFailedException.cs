namespace OrleansRocket.Log.Errors;

/// <summary>
/// A write to disk failed, and the queue accepts nothing more until it is opened anew: after a failed flush the operating
/// system may have thrown the pages away, so that trying again would succeed falsely.
/// </summary>
/// <param name="message">Which queue, and what failed.</param>
/// <param name="cause">The first failure.</param>
public sealed class FlushFailedException(string message, Exception? cause) : LogException("FLUSH_FAILED", message, cause);
