namespace OrleansRocket.Streams;

/// <summary>The options of a stream provider. All silos and clients of an application must have the same of those that name the topic, the group and the
/// number of partitions.</summary>
public sealed class RocketStreamOptions
{
    /// <summary>The topic that holds the events. Default: null, the provider's name. It is made when it is missing.</summary>
    public string? Topic { get; set; }

    /// <summary>The consumer group whose offsets are the checkpoints. Default: null, <c>streams-SERVICE-PROVIDER</c> with the application's
    /// <c>ClusterOptions.ServiceId</c> and the provider's name, other characters than those of group names replaced by <c>_</c>.</summary>
    public string? ConsumerGroup { get; set; }

    /// <summary>The number of partitions, each a queue of the topic: 1 to 1,024, default 8. A topic that exists must have as many queues.</summary>
    public int Partitions { get; set; } = 8;

    /// <summary>Changes how the topic is made, for example <c>topic => topic with { Replication = ReplicationMode.Quorum, Replicas = 3 }</c>. Default:
    /// as the brokers make topics by themselves, but with <see cref="Partitions"/> queues.</summary>
    public Func<TopicConfig, TopicConfig> ConfigureTopic { get; set; } = topic => topic;

    /// <summary>Where a provider begins that has no checkpoint yet. Default: with the oldest event that there is.</summary>
    public StartPosition StartFrom { get; set; } = StartPosition.First;

    /// <summary>Only messages with these tags are read; the brokers leave out the others. Default: null, all. For topics that others write, too.</summary>
    public string? Tags { get; set; }

    /// <summary>The most messages that a partition keeps in memory: 16 to 1,000,000, default 4,096. One read more may be added.</summary>
    public int CacheMessages { get; set; } = 4096;

    /// <summary>The most bytes that a partition keeps in memory: 64 KiB to 1 GiB, default 8 MiB. One read more may be added.</summary>
    public long CacheBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The most bytes of one read: 4 KiB to 16 MiB, default 1 MiB.</summary>
    public int ReadBytes { get; set; } = 1024 * 1024;

    /// <summary>So long a stream whose subscribers are slow can hold up the others of its partition, once the cache is full; then it goes on
    /// by itself, from the log. 0 to 1 h, default 1 s.</summary>
    public TimeSpan SlowStreamPatience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the checkpoint is stored: 10 ms to 1 h, default 1 s. What was delivered after it comes again when a silo dies.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What becomes of events that cannot be delivered. Default: dead letters, and the subscription goes on.</summary>
    public DeliveryFailurePolicy DeliveryFailure { get; set; }

    /// <summary>How events are written and read. Default: null, with Orleans' serializer.</summary>
    public Func<IServiceProvider, IRocketStreamDataAdapter>? DataAdapter { get; set; }

    /// <summary>The brokers. Default: null, the <see cref="RocketClient"/> of the application's services: its own silos, which must have
    /// <c>AddOrleansRocket</c>. For a cluster of its own, see <c>UseBrokers</c>.</summary>
    public Func<IServiceProvider, CancellationToken, Task<RocketClient>>? Brokers { get; set; }

    /// <summary>The options of the provider's producer.</summary>
    public ProducerOptions Producer { get; set; } = new();

    /// <summary>Checks what can be checked without brokers.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.Configuration"/>, naming the option, its value and the limit.</exception>
    internal void Check(string provider)
    {
        try
        {
            Name.CheckUserTopic(Topic!);
            Name.CheckGroup(ConsumerGroup!);
            _ = Filter();
            Producer.Check();
        }
        catch (RocketException wrong)
        {
            throw new RocketException(RocketError.Configuration, $"stream provider '{provider}': {wrong.Message}", wrong);
        }

        Require(Partitions is >= 1 and <= Name.MaxQueues, nameof(Partitions), Partitions, $"1 to {Name.MaxQueues}");
        Require(CacheMessages is >= 16 and <= 1_000_000, nameof(CacheMessages), CacheMessages, "16 to 1000000");
        Require(CacheBytes is >= 64 * 1024 and <= 1024 * 1024 * 1024, nameof(CacheBytes), CacheBytes, "65536 to 1073741824");
        Require(ReadBytes is >= 4 * 1024 and <= 16 * 1024 * 1024, nameof(ReadBytes), ReadBytes, "4096 to 16777216");
        Require(SlowStreamPatience >= TimeSpan.Zero && SlowStreamPatience <= TimeSpan.FromHours(1), nameof(SlowStreamPatience), SlowStreamPatience, "0 to 1 h");
        Require(CommitInterval >= TimeSpan.FromMilliseconds(10) && CommitInterval <= TimeSpan.FromHours(1), nameof(CommitInterval), CommitInterval, "10 ms to 1 h");
        Require(Enum.IsDefined(DeliveryFailure), nameof(DeliveryFailure), DeliveryFailure, "DeadLetter or StopSubscription");

        void Require<T>(bool isMet, string option, T value, string range)
        {
            if (!isMet)
                throw new RocketException(RocketError.Configuration, $"stream provider '{provider}': {option} is {value}; it must be {range}");
        }
    }

    /// <summary>The filter of <see cref="Tags"/>.</summary>
    internal FilterExpression Filter() => Tags is null ? TagExpression.All : TagExpression.Parse(Tags);

    /// <summary>The group of a provider that names none.</summary>
    internal static string DefaultGroup(string serviceId, string provider) =>
        string.Concat($"streams-{serviceId}-{provider}".Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '%' or '|' ? character : '_'));
}
