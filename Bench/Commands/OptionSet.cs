using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Commands;

/// <summary>The options, which are the same for every bench; what a bench has no use for, it leaves alone.</summary>
internal sealed class OptionSet
{
    private readonly Option<double> _seconds;
    private readonly Option<int> _rounds;
    private readonly Option<int> _messageSize;
    private readonly Option<int> _batch;
    private readonly Option<string> _flush;
    private readonly Option<int> _segmentBytes;
    private readonly Option<int> _queues;
    private readonly Option<long> _maxBytes;
    private readonly Option<string?> _data;

    public OptionSet(double defaultSeconds)
    {
        var defaults = new BenchOptions();
        _seconds = Number("--seconds", "SECONDS", "How long each case is measured; warming up comes on top.", defaultSeconds, 0.05, 3600);
        _rounds = Number("--rounds", "N", "How often everything is repeated; the best of each case is reported.", defaults.Rounds, 1, 100);
        _messageSize = Number("--message-size", "BYTES", "The body of each message.", defaults.MessageSize, 1, RecordLimits.MaxBodyBytes);
        _batch = Number("--batch", "N", "Messages in a batch.", defaults.Batch, 1, RecordLimits.MaxRecordsPerBatch);
        _segmentBytes = Number("--segment-bytes", "BYTES", "The size of a segment of the log.", defaults.SegmentBytes, 1024 * 1024, 1024 * 1024 * 1024);
        _queues = Number("--queues", "N", "Queues of the topic that produce and consume use.", defaults.Queues, 1, Name.MaxQueues);
        _maxBytes = Number("--max-bytes", "BYTES", "A case that has written so much into new files ends early.", defaults.MaxBytes, 16L * 1024 * 1024, 1L << 40);
        _flush = new Option<string>("--flush") { Description = "When an append counts: async (at once) or sync (after fdatasync).", HelpName = "async|sync", DefaultValueFactory = _ => "async" };
        _flush.Validators.Add(CheckFlush);
        _data = new Option<string?>("--data") { Description = "Where data are kept while measuring. Default: the temporary directory.", HelpName = "DIR" };
    }

    /// <summary>Prints JSON in place of the table.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON in place of the table." };

    public IEnumerable<Option> All => [_seconds, _rounds, _messageSize, _batch, _flush, _segmentBytes, _queues, _maxBytes, _data, Json];

    public BenchOptions Read(ParseResult parsed) => new()
    {
        Seconds = parsed.GetValue(_seconds),
        Rounds = parsed.GetValue(_rounds),
        MessageSize = parsed.GetValue(_messageSize),
        Batch = parsed.GetValue(_batch),
        Flush = parsed.GetValue(_flush) == "sync" ? FlushMode.Sync : FlushMode.Async,
        SegmentBytes = parsed.GetValue(_segmentBytes),
        Queues = parsed.GetValue(_queues),
        MaxBytes = parsed.GetValue(_maxBytes),
        Data = parsed.GetValue(_data),
    };

    /// <summary>What is wrong with options that are each right by themselves; null when nothing is.</summary>
    public static string? Problem(BenchOptions options)
    {
        var limit = Math.Min(RecordLimits.MaxBatchBytes, options.SegmentBytes);
        return options.Batch * (options.MessageSize + StoredOverheadBytes) > limit
            ? $"--batch {options.Batch} with --message-size {options.MessageSize} is more than a batch can hold; the limit is {limit} bytes"
            : null;
    }

    /// <summary>More than a record of ours needs beside its body.</summary>
    private const long StoredOverheadBytes = 32;

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
}
