using OrleansRocket.Log.Records;

namespace OrleansRocket.Holding;

/// <summary>
/// Held messages that go into one queue together. It is written down before it is sent: whoever finds it later sends the same batch in the
/// same sequence again, which the queue stores once.
/// </summary>
internal sealed class HeldRelease
{
    private RecordBatchBuilder? _builder;

    /// <summary>Greater than that of every earlier one of the same queue.</summary>
    public required long Number { get; init; }

    /// <summary>Where the messages go; null when they are dropped.</summary>
    public required QueueName? Target { get; init; }

    /// <summary>The id of the producer that the target knows.</summary>
    public required long ProducerId { get; init; }

    /// <summary>The sequence of the first message.</summary>
    public required int Sequence { get; init; }

    /// <summary>The messages in the order of the batch.</summary>
    public List<long> Offsets { get; init; } = [];

    /// <summary>Whether nothing is to be done any more.</summary>
    public bool IsSettled { get; set; }

    /// <summary>The batch. Its bytes are in use until <see cref="Free"/>.</summary>
    public ReadOnlyMemory<byte> Batch => _builder!.Build(ProducerId, producerEpoch: 0, Sequence);

    /// <summary>Takes a held message into the batch as it is to be found in its topic; false when the batch is full.</summary>
    public bool TryAdd(in RecordView held)
    {
        _builder ??= new RecordBatchBuilder();
        var record = new RecordData
        {
            Body = held.Body,
            Tag = held.Tag,
            Keys = held.Keys,
            Flag = held.Flag,
            HasFlag = held.HasFlag,
            BornTimestampMs = held.BornTimestampMs,
            Properties = HeldMessage.ReleasedProperties(held, Target!.Value.Topic),
        };
        return _builder.TryAdd(in record);
    }

    /// <summary>The batch is not needed any more.</summary>
    public void Free()
    {
        _builder?.Dispose();
        _builder = null;
    }
}
