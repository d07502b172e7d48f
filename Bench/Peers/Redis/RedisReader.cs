using System.Buffers;
using System.Globalization;
using OrleansRocket.Bench.Brokers;

namespace OrleansRocket.Bench.Peers.Redis;

/// <summary>Reads streams as a member of a group: while one answer is read, the next is asked for already.</summary>
internal sealed class RedisReader : IRedisAnswer
{
    /// <summary>Entries of each stream in one answer.</summary>
    private const int Count = 250;

    /// <summary>Reads that are under way at the same time.</summary>
    private const int Open = 2;

    private readonly RedisConnection _connection;
    private readonly Consumption _consumption;
    private readonly byte[] _group;
    private readonly byte[] _read;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> _acknowledgement = new();
    private readonly ArrayBufferWriter<byte> _identities = new();
    private readonly Acknowledged _acknowledged;

    public RedisReader(RedisConnection connection, Consumption consumption, string group, IReadOnlyList<string> keys)
    {
        _connection = connection;
        _consumption = consumption;
        _group = System.Text.Encoding.UTF8.GetBytes(group);
        _read = RespCommand.Of(["XREADGROUP", "GROUP", group, "bench", "COUNT", Count.ToString(CultureInfo.InvariantCulture), "STREAMS", .. keys, .. keys.Select(_ => ">")]);
        _acknowledged = new Acknowledged(this);
    }

    /// <summary>Reads until the consumption has enough.</summary>
    public Task Run()
    {
        for (var read = 0; read < Open; read++)
            _connection.Send(_read, this);
        return _done.Task;
    }

    /// <summary><c>[[key, [[id, [field, value]], ...]], ...]</c>, or nothing when there is nothing new.</summary>
    public void Take(ReadOnlySpan<byte> answer)
    {
        if (_done.Task.IsCompleted)
            return;
        try
        {
            var cursor = new RespCursor(answer);
            if (!cursor.TryRead() || cursor.Kind == RespKind.Error)
                cursor.Expect(RespKind.Array);
            var (commands, isEnough) = (0, cursor.Kind == RespKind.Nothing);
            _acknowledgement.ResetWrittenCount();
            for (var streams = cursor.Number; streams > 0 && !isEnough; streams--, commands++)
                isEnough = TakeStream(ref cursor);
            if (commands > 0)
                _connection.Send(_acknowledgement.WrittenSpan, _acknowledged, commands);
            if (isEnough)
                _done.TrySetResult();
            else
                _connection.Send(_read, this);
        }
        catch (InvalidDataException failure)
        {
            _done.TrySetException(failure);
        }
    }

    public void Fail(Exception failure) => _done.TrySetException(failure);

    private bool TakeStream(ref RespCursor cursor)
    {
        cursor.Expect(RespKind.Array);
        cursor.Expect(RespKind.Bulk);
        var key = cursor.Content;
        cursor.Expect(RespKind.Array);
        var (entries, isEnough) = ((int)cursor.Number, false);
        _identities.ResetWrittenCount();
        for (var entry = 0; entry < entries; entry++)
        {
            cursor.Expect(RespKind.Array);
            cursor.Expect(RespKind.Bulk);
            RespCommand.WriteBulk(_identities, cursor.Content);
            cursor.Expect(RespKind.Array);
            cursor.Expect(RespKind.Bulk);
            cursor.Expect(RespKind.Bulk);
            isEnough |= !_consumption.Take(cursor.Content.Length);
        }

        RespCommand.WriteHeader(_acknowledgement, 3 + entries);
        RespCommand.WriteBulk(_acknowledgement, "XACK"u8);
        RespCommand.WriteBulk(_acknowledgement, key);
        RespCommand.WriteBulk(_acknowledgement, _group);
        _acknowledgement.Write(_identities.WrittenSpan);
        return isEnough;
    }

    /// <summary>Answers to acknowledgements: only errors matter.</summary>
    private sealed class Acknowledged(RedisReader reader) : IRedisAnswer
    {
        public void Take(ReadOnlySpan<byte> answer)
        {
            if (answer[0] == (byte)'-')
                reader.Fail(new InvalidDataException($"Redis refuses an acknowledgement: {System.Text.Encoding.UTF8.GetString(answer).Trim()}"));
        }

        public void Fail(Exception failure) => reader.Fail(failure);
    }
}
