namespace Orleans.Configuration;

/// <summary>Limits of calls, common to silos and clients.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for a response before a <see cref="TimeoutException"/>. Default: 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a request whose caller has given up is dropped instead of run. Default: true.</summary>
    public bool DropExpiredMessages { get; set; } = true;

    /// <summary>Whether a timed-out request is cancelled at its grain too. Default: false.</summary>
    public bool CancelRequestOnTimeout { get; set; }

    /// <summary>
    /// Whether a caller that cancels waits for the grain's own answer. Default: false, the call ends at once.
    /// </summary>
    public bool WaitForCancellationAcknowledgement { get; set; }

    /// <summary>The largest message between two processes or silos, in bytes. Default: 100 MiB.</summary>
    public int MaxMessageBodySize { get; set; } = 100 * 1024 * 1024;
}
