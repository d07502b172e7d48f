using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using OrleansRocket.Bench.Peers;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Commands;

/// <summary>The options, which are the same for every bench; what a bench has no use for, it leaves alone.</summary>
internal sealed class OptionSet
{
    private readonly Option<double> _seconds;
    private readonly Option<double> _warmUp;
    private readonly Option<int> _rounds;
    private readonly Option<int> _messageSize;
    private readonly Option<int> _batch;
    private readonly Option<string> _flush;
    private readonly Option<int> _segmentBytes;
    private readonly Option<int> _queues;
    private readonly Option<int> _senders;
    private readonly Option<int> _window;
    private readonly Option<int> _topics;
    private readonly Option<int> _brokers;
    private readonly Option<int> _messages;
    private readonly Option<string> _replication;
    private readonly Option<bool> _inProcess;
    private readonly Option<string?> _clusterDirectory;
    private readonly Option<string?> _systems;
    private readonly Option<long> _maxBytes;
    private readonly Option<string?> _data;

    public OptionSet(double defaultSeconds)
    {
        var defaults = new BenchOptions();
        _seconds = Number("--seconds", "SECONDS", "How long each case is measured; warming up comes on top.", defaultSeconds, 0.05, 3600);
        _warmUp = Number("--warm-up", "SECONDS", "How long brokers work before each case is measured; when not given, no longer than the case itself. Several brokers on few cores need more.", BenchOptions.DefaultWarmUp, 0, 600);
        _rounds = Number("--rounds", "N", "How often everything is repeated; the best of each case is reported.", defaults.Rounds, 1, 100);
        _messageSize = Number("--message-size", "BYTES", "The body of each message.", defaults.MessageSize, 1, RecordLimits.MaxBodyBytes);
        _batch = Number("--batch", "N", "Messages in a batch.", defaults.Batch, 1, RecordLimits.MaxRecordsPerBatch);
        _segmentBytes = Number("--segment-bytes", "BYTES", "The size of a segment of the log.", defaults.SegmentBytes, 1024 * 1024, 1024 * 1024 * 1024);
        _queues = Number("--queues", "N", "Queues of each topic.", defaults.Queues, 1, Name.MaxQueues);
        _senders = Number("--senders", "N", "Senders that each send batches.", defaults.Senders, 1, MaxSenders);
        _window = Number("--window", "N", "Single sends that are awaited at the same time.", defaults.Window, 1, MaxSenders);
        _topics = Number("--topics", "N", "The topics that one topic is compared with.", defaults.Topics, 1, 100_000);
        _brokers = Number("--brokers", "N", "Brokers that are started, each in a process of its own; 0 for as many as the replication takes.", defaults.Brokers, 0, 9);
        _messages = Number("--messages", "N", "The messages that query searches, of 32 bytes each.", defaults.Messages, 1000, 1_000_000_000);
        _replication = new Option<string>("--replication") { Description = "How topics are replicated.", HelpName = "single|async|sync|quorum", DefaultValueFactory = _ => "single" };
        _replication.AcceptOnlyFromAmong("single", "async", "sync", "quorum");
        _inProcess = new Option<bool>("--in-process") { Description = "Run our broker in the bench's own process, without sockets in between." };
        _clusterDirectory = new Option<string?>("--cluster-dir") { Description = "Measure a cluster that runs already, by its cluster directory; default: a broker that the bench starts and stops.", HelpName = "DIR" };
        _systems = new Option<string?>("--systems") { Description = $"What peers measures, of {string.Join(',', SystemKeys)}. Default: all.", HelpName = "LIST" };
        _systems.Validators.Add(CheckSystems);
        _maxBytes = Number("--max-bytes", "BYTES", "A case that has written so much into new files ends early.", defaults.MaxBytes, 16L * 1024 * 1024, 1L << 40);
        _flush = new Option<string>("--flush") { Description = "When an append counts: async (at once) or sync (after fdatasync).", HelpName = "async|sync", DefaultValueFactory = _ => "async" };
        _flush.Validators.Add(CheckFlush);
        _data = new Option<string?>("--data") { Description = "Where data are kept while measuring. Default: the temporary directory.", HelpName = "DIR" };
    }

    /// <summary>Prints JSON in place of the table.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON in place of the table." };

    /// <summary>Draws the figures into a file.</summary>
    public Option<string?> Plot { get; } = new("--plot") { Description = "Draw the figures into an SVG file.", HelpName = "FILE" };

    public IEnumerable<Option> All => [_seconds, _warmUp, _rounds, _messageSize, _batch, _flush, _segmentBytes, _queues, _senders, _window, _topics, _messages, _replication, _brokers, _inProcess, _clusterDirectory, _systems, _maxBytes, _data, Json, Plot];

    public BenchOptions Read(ParseResult parsed) => new()
    {
        Seconds = parsed.GetValue(_seconds),
        WarmUpSeconds = parsed.GetResult(_warmUp) is { Implicit: false } ? parsed.GetValue(_warmUp) : null,
        Rounds = parsed.GetValue(_rounds),
        MessageSize = parsed.GetValue(_messageSize),
        Batch = parsed.GetValue(_batch),
        Flush = parsed.GetValue(_flush) == "sync" ? FlushMode.Sync : FlushMode.Async,
        SegmentBytes = parsed.GetValue(_segmentBytes),
        Queues = parsed.GetValue(_queues),
        Senders = parsed.GetValue(_senders),
        Window = parsed.GetValue(_window),
        Topics = parsed.GetValue(_topics),
        Replication = Enum.Parse<ReplicationMode>(parsed.GetValue(_replication)!, ignoreCase: true),
        Brokers = parsed.GetValue(_brokers),
        Messages = parsed.GetValue(_messages),
        InProcess = parsed.GetValue(_inProcess),
        ClusterDirectory = parsed.GetValue(_clusterDirectory),
        Systems = parsed.GetValue(_systems)?.Split(',', StringSplitOptions.TrimEntries),
        MaxBytes = parsed.GetValue(_maxBytes),
        Data = parsed.GetValue(_data),
    };

    /// <summary>What is wrong with options that are each right by themselves; null when nothing is.</summary>
    public static string? Problem(BenchOptions options)
    {
        if (options is { InProcess: true, ClusterDirectory: { } directory })
            return $"--in-process and --cluster-dir {directory} exclude each other";
        if (options.InProcess && (options.Brokers > 1 || options.Replication != ReplicationMode.Single))
            return "--in-process runs one broker: it excludes --brokers and --replication";
        var limit = Math.Min(RecordLimits.MaxBatchBytes, options.SegmentBytes);
        return options.Batch * (options.MessageSize + StoredOverheadBytes) > limit
            ? $"--batch {options.Batch} with --message-size {options.MessageSize} is more than a batch can hold; the limit is {limit} bytes"
            : null;
    }

    /// <summary>More than a record of ours needs beside its body.</summary>
    private const long StoredOverheadBytes = 32;

    private const int MaxSenders = 10_000;

    private static IEnumerable<string> SystemKeys => PeersBench.Kinds.Select(kind => kind.Key);

    private static Option<T> Number<T>(string name, string unit, string description, T standard, T least, T most)
        where T : INumber<T> => new(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{description} {least} to {most}."),
            HelpName = unit,
            DefaultValueFactory = _ => standard,
            CustomParser = result => Parse(result, name, least, most),
        };

    private static T? Parse<T>(ArgumentResult result, string name, T least, T most)
        where T : INumber<T>
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; it must be a number from {least} to {most}"));
        return default;
    }

    private static void CheckFlush(OptionResult result)
    {
        if (result.Tokens is [var token] && token.Value is not ("async" or "sync"))
            result.AddError($"--flush is '{token.Value}'; it must be async or sync");
    }

    private static void CheckSystems(OptionResult result)
    {
        if (result.Tokens is [var token] && token.Value.Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(key => !SystemKeys.Contains(key)) is { } unknown)
            result.AddError($"--systems has '{unknown}'; it must be some of {string.Join(',', SystemKeys)}");
    }
}
