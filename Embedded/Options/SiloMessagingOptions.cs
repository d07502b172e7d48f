namespace Orleans.Configuration;

/// <summary>Limits of calls that a silo makes and receives.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How often a request may be sent on because its activation moved. Default: 2.</summary>
    public int MaxForwardCount { get; set; } = 2;

    /// <summary>How many requests may wait for one activation before a warning; 0 is no limit. Default: 0.</summary>
    public int MaxEnqueuedRequestsSoftLimit { get; set; }

    /// <summary>
    /// How many requests may wait for one activation before further ones fail with
    /// <see cref="Runtime.LimitExceededException"/>; 0 is no limit. Default: 0.
    /// </summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }

    /// <summary>How long the runtime's own calls between silos may take. Default: 30 s.</summary>
    public TimeSpan SystemResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
