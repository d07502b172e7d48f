namespace OrleansRocket.Log.Errors;

/// <summary>The base of every error that the storage engine throws on purpose.</summary>
public abstract class LogException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="code">The stable code; see <see cref="Code"/>.</param>
    /// <param name="message">What happened, naming the thing, the value and the limit.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    protected LogException(string code, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
    }

    /// <summary>
    /// A code in upper snake case that never changes between releases: programs decide by it, and people search for it.
    /// </summary>
    public string Code { get; }
}
