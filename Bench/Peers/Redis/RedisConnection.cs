using System.Buffers;
using System.Text;

namespace OrleansRocket.Bench.Peers.Redis;

/// <summary>A connection to a Redis server with a pipeline: answers come in the order of the commands.</summary>
internal sealed class RedisConnection : PipelinedConnection
{
    private readonly Lock _order = new();
    private readonly Queue<IRedisAnswer> _awaited = new();

    public static async Task<RedisConnection> Open(int port, CancellationToken cancellationToken)
    {
        var connection = new RedisConnection();
        await connection.Connect(port, cancellationToken);
        return connection;
    }

    /// <summary>Sends a command and completes when it was answered.</summary>
    public Task Send(byte[] command)
    {
        var answer = new Promise();
        Send(command, answer);
        return answer.Task;
    }

    /// <summary>Sends commands; their answers are given to <paramref name="answer"/>.</summary>
    public void Send(ReadOnlySpan<byte> commands, IRedisAnswer answer, int count = 1)
    {
        // The order in which answers are awaited must be that in which commands go out.
        lock (_order)
        {
            for (var command = 0; command < count; command++)
                _awaited.Enqueue(answer);
            Write(commands, static (output, commands) => output.Write(commands));
        }
    }

    protected override int Handle(ReadOnlySpan<byte> received)
    {
        var handled = 0;
        while (handled < received.Length)
        {
            var cursor = new RespCursor(received[handled..]);
            if (!cursor.TrySkip())
                break;
            IRedisAnswer answer;
            lock (_order)
                answer = _awaited.Dequeue();
            answer.Take(received.Slice(handled, cursor.Position));
            handled += cursor.Position;
        }

        return handled;
    }

    protected override void Fail(Exception failure)
    {
        lock (_order)
        {
            while (_awaited.TryDequeue(out var answer))
                answer.Fail(failure);
        }
    }

    /// <summary>Whoever waits for an answer that is not an error.</summary>
    private sealed class Promise : TaskCompletionSource, IRedisAnswer
    {
        public void Take(ReadOnlySpan<byte> answer)
        {
            if (answer[0] == (byte)'-')
                TrySetException(new InvalidOperationException($"Redis refuses: {Encoding.UTF8.GetString(answer).Trim()}"));
            else
                TrySetResult();
        }

        public void Fail(Exception failure) => TrySetException(failure);
    }
}

/// <summary>Takes answers of a Redis server; runs on the thread that receives.</summary>
internal interface IRedisAnswer
{
    /// <summary>An answer has come; it is complete.</summary>
    void Take(ReadOnlySpan<byte> answer);

    /// <summary>None will come.</summary>
    void Fail(Exception failure);
}
