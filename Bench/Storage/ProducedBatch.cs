using System.Buffers.Binary;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Bench.Storage;

/// <summary>
/// A batch as an idempotent producer sends it. It is encoded once; for each further append only the sequence in the header is
/// renewed, so that the log is measured and not the producer.
/// </summary>
internal sealed class ProducedBatch
{
    // docs/format/record-batch.md
    private const int FirstSequenceAt = 68;
    private const int HeaderCrcAt = 92;

    private readonly byte[] _bytes;
    private int _sequence;

    public ProducedBatch(int messages, int messageBytes)
    {
        Messages = messages;
        MessageBytes = messageBytes;
        using var builder = new RecordBatchBuilder();
        var body = MappedCopy.Block(messageBytes);
        for (var message = 0; message < messages; message++)
        {
            if (!builder.TryAdd(new RecordData { Body = body, BornTimestampMs = message }))
                throw new ArgumentException($"a batch does not hold {messages} messages of {messageBytes} bytes");
        }

        _bytes = builder.Build(producerId: 1, producerEpoch: 0, firstSequence: 0).ToArray();
    }

    public int Messages { get; }

    public int MessageBytes { get; }

    /// <summary>The bytes of the bodies: what a user sends.</summary>
    public long BodyBytes => (long)Messages * MessageBytes;

    /// <summary>The next batch of the producer; overwritten by the following call.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(FirstSequenceAt), _sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(HeaderCrcAt), Crc32C.Compute(_bytes.AsSpan(0, HeaderCrcAt)));
        _sequence = (_sequence + Messages) & int.MaxValue;
        return _bytes;
    }
}
