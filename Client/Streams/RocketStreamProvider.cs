using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Streams;
using OrleansRocket.Routing;

namespace OrleansRocket.Streams;

/// <summary>What the parts of one stream provider share in one silo or client.</summary>
internal sealed class RocketStreamProvider : IAsyncDisposable
{
    private readonly IServiceProvider _services;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<QueueName, StreamPartition> _partitions = new();
    private Task<RocketClient>? _client;
    private RocketProducer? _producer;

    private readonly CancellationTokenSource _stopping = new();

    public RocketStreamProvider(IServiceProvider services, string name)
    {
        _services = services;
        Name = name;
        Options = OptionsOf(services, name);
        Options.Check(name);
        Filter = Options.Filter();
        Adapter = Options.DataAdapter?.Invoke(services) ?? new OrleansStreamDataAdapter(services.GetRequiredService<Serializer>());
        Mapper = new HashRingBasedStreamQueueMapper(new HashRingStreamQueueMapperOptions { TotalQueueCount = Options.Partitions }, name);
        Loggers = services.GetRequiredService<ILoggerFactory>();
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Metrics = new StreamMetrics(this);
    }

    /// <summary>The provider's name.</summary>
    public string Name { get; }

    /// <summary>The options, checked, with the defaults of the topic and the group filled in.</summary>
    public RocketStreamOptions Options { get; }

    /// <summary>Which messages are read.</summary>
    public FilterExpression Filter { get; }

    /// <summary>How events stand in messages.</summary>
    public IRocketStreamDataAdapter Adapter { get; }

    /// <summary>Which partition a stream is in.</summary>
    public HashRingBasedStreamQueueMapper Mapper { get; }

    public ILoggerFactory Loggers { get; }

    /// <summary>Cancelled when the silo or client is gone.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public TimeProvider Time { get; }

    public StreamMetrics Metrics { get; }

    /// <summary>The partitions that are read here.</summary>
    public IEnumerable<StreamPartition> Partitions => _partitions.Values;

    /// <summary>The name of an owner of partitions: this silo or client.</summary>
    public string Owner => _services.GetService<ILocalSiloDetails>() is { } silo ? $"{silo.Name} ({silo.SiloAddress})" : "a client";

    /// <summary>The options of the provider of a name, with their defaults filled in.</summary>
    public static RocketStreamOptions OptionsOf(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<RocketStreamOptions>>().Get(name);
        options.Topic ??= name;
        options.ConsumerGroup ??= RocketStreamOptions.DefaultGroup(services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId, name);
        return options;
    }

    /// <summary>A client of the brokers, once the topic is there. Tried again with each call until it succeeds.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.Configuration"/> when the topic has another number of queues than the provider has partitions;
    /// others when the brokers cannot be reached.</exception>
    public Task<RocketClient> Client()
    {
        lock (_gate)
        {
            if (_client is null or { IsFaulted: true } or { IsCanceled: true })
                _client = Connect();
            return _client;
        }
    }

    /// <summary>The producer of all streams.</summary>
    public async ValueTask<RocketProducer> Producer()
    {
        if (_producer is { } producer)
            return producer;
        var client = await Client();
        lock (_gate)
            return _producer ??= client.CreateProducer(Options.Producer);
    }

    /// <summary>The partition of a stream.</summary>
    public int PartitionOf(StreamId stream) => (int)Mapper.GetQueueForStream(stream).GetNumericId();

    /// <summary>Has a stream's reader look whether it has new subscribers.</summary>
    public async Task WakeUp(StreamId stream)
    {
        if (Adapter.ToWakeUp(Options.Topic!, stream) is { } message)
            await (await Producer()).SendAsync(message with { Queue = PartitionOf(stream) });
    }

    /// <summary>Notes who reads a partition from now on.</summary>
    public void Read(StreamPartition partition) => _partitions[partition.Name] = partition;

    /// <summary>Whether the agent that reads a partition here is being stopped.</summary>
    public bool IsStopping(QueueName partition) => !_partitions.TryGetValue(partition, out var read) || read.IsStopping;

    /// <summary>Notes that a partition is not read by this one any more.</summary>
    public void Left(StreamPartition partition) => _partitions.TryRemove(new KeyValuePair<QueueName, StreamPartition>(partition.Name, partition));

    /// <summary>How long to wait after failures in a row: 100 ms, doubled up to 5 s.</summary>
    public static TimeSpan RetryDelay(int failures) => TimeSpan.FromMilliseconds(Math.Min(5_000, 100 * Math.Pow(2, Math.Min(failures - 1, 10))));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Metrics.Dispose();
        if (_producer is not null)
            await _producer.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<RocketClient> Connect()
    {
        var client = Options.Brokers is { } brokers ? await brokers(_services, CancellationToken.None) : _services.GetRequiredService<RocketClient>();
        var topic = await client.Topics.FindAsync(Options.Topic!) ?? await CreateTopic(client);
        return topic.Queues.Count == Options.Partitions
            ? client
            : throw new RocketException(RocketError.Configuration, $"stream provider '{Name}' has {Options.Partitions} partitions, but topic '{Options.Topic}' has {topic.Queues.Count} queues; they must be as many");
    }

    private async Task<TopicRoute> CreateTopic(RocketClient client)
    {
        try
        {
            return await client.Topics.CreateAsync(Options.ConfigureTopic(new TopicConfig { Topic = Options.Topic!, Queues = Options.Partitions }));
        }
        catch (RocketException exists) when (exists.Code == RocketError.TopicExists)
        {
            // Another silo was faster.
        }

        return await client.Topics.FindAsync(Options.Topic!) ?? throw new RocketException(RocketError.TopicNotFound, $"topic '{Options.Topic}' was deleted while stream provider '{Name}' began");
    }
}
