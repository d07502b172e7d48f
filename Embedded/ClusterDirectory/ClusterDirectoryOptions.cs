namespace Orleans.Configuration;

/// <summary>Where and how the processes of a cluster find each other on one machine.</summary>
public sealed class ClusterDirectoryOptions
{
    /// <summary>The directory. Default: none; the cluster is then inside this process.</summary>
    public string? Path { get; set; }

    /// <summary>How often the directory is looked at. A silo that is killed, or joins, is noticed within this time at the latest.
    /// Default: 50 ms.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How many bytes may wait to be sent on one connection. Beyond it a request is refused with
    /// <see cref="Runtime.OrleansMessageRejectionException"/>, and a silo reads no further requests of a client that does not take its
    /// answers. Default: 64 MiB.</summary>
    public int MaxQueuedBytes { get; set; } = 64 * 1024 * 1024;
}
