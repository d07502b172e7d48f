using System.Buffers.Binary;
using System.Text;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

/// <summary>Batches that tests start from, and the tools to break them on purpose.</summary>
internal static class Batches
{
    public const long Born = 1_700_000_000_000;
    public const long Stored = 1_700_000_000_123;
    public const long ProducerId = 0x0102030405060708;

    /// <summary>The records of the golden files: between them they have every part that a record can have.</summary>
    public static RecordModel[] GoldenRecords { get; } =
    [
        new() { Body = "hello"u8.ToArray(), Tag = "TagA", Keys = "OrderID188", Born = Born },
        new() { Body = "world"u8.ToArray(), Tag = "订单", Properties = [new("a", "1"), new("城市", "上海")], Born = Born + 5 },
        new() { Body = [.. Enumerable.Range(0, 200).Select(i => (byte)i)], Flag = 0, Born = Born - 1 },
        new() { Tombstone = true, Keys = "user-7", Born = Born + 300 },
        new() { Tag = "TagB", Flag = -1, Born = Born + 7 },
    ];

    public static byte[] Produced(params RecordModel[] records)
    {
        using RecordBatchBuilder builder = new();
        foreach (RecordModel record in records)
        {
            Assert.True(builder.TryAdd(record.ToData()));
        }

        return builder.Build(ProducerId, producerEpoch: 3, firstSequence: 41).ToArray();
    }

    public static byte[] Golden() => Produced(GoldenRecords);

    public static byte[] StoredAt(long baseOffset, params RecordModel[] records)
    {
        byte[] batch = Produced(records);
        RecordBatchHeader.Assign(batch, baseOffset, leaderEpoch: 7, Stored);
        return batch;
    }

    public static RecordBatch Read(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(RecordBatch.TryRead(bytes, out RecordBatch batch, out ReadOnlyMemory<byte> rest));
        Assert.True(rest.IsEmpty);
        return batch;
    }

    public static List<RecordView> Views(RecordBatch batch)
    {
        List<RecordView> views = [];
        foreach (RecordView view in batch.Records)
        {
            views.Add(view);
        }

        return views;
    }

    /// <summary>Makes length and checksums right again after a change, as a client could that means harm.</summary>
    public static byte[] Sign(byte[] batch)
    {
        BinaryPrimitives.WriteInt32LittleEndian(batch.AsSpan(8), batch.Length);
        return SignKeepingLength(batch);
    }

    public static byte[] SignKeepingLength(byte[] batch)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(batch.AsSpan(88), Crc32C.ComputeSerial(batch.AsSpan(96)));
        BinaryPrimitives.WriteUInt32LittleEndian(batch.AsSpan(92), Crc32C.ComputeSerial(batch.AsSpan(0, 92)));
        return batch;
    }

    /// <summary>A signed batch around records that were made by hand.</summary>
    public static byte[] OfRawRecords(ulong tagMask, params byte[][] records)
    {
        byte[] batch = [.. Produced(new RecordModel()).AsSpan(0, 96), .. records.SelectMany(record => record)];
        BinaryPrimitives.WriteInt32LittleEndian(batch.AsSpan(12), records.Length);
        BinaryPrimitives.WriteInt32LittleEndian(batch.AsSpan(24), records.Length - 1);
        BinaryPrimitives.WriteUInt64LittleEndian(batch.AsSpan(72), tagMask);
        return Sign(batch);
    }

    /// <summary>A record with its length in front: flags, tag hash, then whatever is given.</summary>
    public static byte[] RawRecord(byte flags, int tagHash, params byte[] rest)
    {
        byte[] hash = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(hash, tagHash);
        return WithLength([flags, .. hash, .. rest]);
    }

    public static byte[] WithLength(byte[] content) => [.. VarintOf((ulong)content.Length), .. content];

    public static byte[] Text(string text) => WithLength(Encoding.UTF8.GetBytes(text));

    public static byte[] VarintOf(ulong value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value & 127 | 128));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }
}
