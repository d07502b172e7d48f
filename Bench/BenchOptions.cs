using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchOptions
{
    /// <summary>How long each case is measured: default 5 s. Warm-up comes on top.</summary>
    public double Seconds { get; init; } = 5;

    /// <summary>How often everything is repeated; the best of each case is reported. Default 1.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>The bytes of one message's body: default 1,024.</summary>
    public int MessageSize { get; init; } = 1024;

    /// <summary>Messages in a batch: default 100.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>When an append counts: default at once.</summary>
    public FlushMode Flush { get; init; } = FlushMode.Async;

    /// <summary>Bytes of a segment: default 64 MiB, as the log's own.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Senders that each send batches: default 16.</summary>
    public int Senders { get; init; } = 16;

    /// <summary>Single sends that are awaited at the same time: default 64.</summary>
    public int Window { get; init; } = 64;

    /// <summary>How topics are replicated: default Single. The bench starts as many brokers as that takes.</summary>
    public ReplicationMode Replication { get; init; } = ReplicationMode.Single;

    /// <summary>The brokers that the bench starts, each in a process of its own: default as many as the replication takes.</summary>
    public int Brokers { get; init; }

    /// <summary>The topics that one topic is compared with: default 1,000.</summary>
    public int Topics { get; init; } = 1000;

    /// <summary>The messages that <c>query</c> searches: default 10,000,000.</summary>
    public int Messages { get; init; } = 10_000_000;

    /// <summary>True to run our broker in the bench's own process. Default: a process of its own.</summary>
    public bool InProcess { get; init; }

    /// <summary>The directory of a cluster that runs already; null to start a broker.</summary>
    public string? ClusterDirectory { get; init; }

    /// <summary>The products that <c>peers</c> measures, by their keys; null for all.</summary>
    public IReadOnlyList<string>? Systems { get; init; }

    /// <summary>Queues of each topic: default 4. A peer gets as many of what it calls a queue.</summary>
    public int Queues { get; init; } = 4;

    /// <summary>The most bytes that a case writes into files that are not reused; a case that has written so much ends early. Default
    /// 2 GiB: with more, the page cache begins to throttle writers, and the disk is measured instead.</summary>
    public long MaxBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>The directory in which data are kept while measuring. Default: the system's temporary directory.</summary>
    public string? Data { get; init; }

    /// <summary>The time to measure.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <summary>The time to warm up the parts in this process, and to sample a limit that another bench is compared with: a fifth, at most
    /// 1 s.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Math.Min(1, Seconds / 5));

    /// <summary>The time to warm up a broker, ours or a peer, for each case; null: as long as is measured, at most
    /// <see cref="DefaultWarmUp"/>. Code that is compiled while it runs has to be called often before it is as fast as it gets, and the
    /// compilers of several brokers share the cores with what is measured.</summary>
    public double? WarmUpSeconds { get; init; }

    /// <summary>In seconds.</summary>
    public const double DefaultWarmUp = 3;

    /// <summary>See <see cref="WarmUpSeconds"/>.</summary>
    public TimeSpan BrokerWarmUp => TimeSpan.FromSeconds(WarmUpSeconds ?? Math.Min(DefaultWarmUp, Seconds));
}
