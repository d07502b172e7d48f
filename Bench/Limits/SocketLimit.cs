using System.Net.Sockets;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Limits;

/// <summary>What a Unix domain socket between two threads that block can do with nothing around it: every call to another process passes one.</summary>
internal static class SocketLimit
{
    private const int AnswerBytes = 64;

    /// <summary>Messages one way and short answers back, so many at a time.</summary>
    /// <param name="path">Where the socket may lie.</param>
    /// <param name="messageBytes">The bytes of a message.</param>
    /// <param name="window">Messages that are sent before their answers are awaited.</param>
    /// <param name="duration">How long.</param>
    public static Figure Echo(string path, int messageBytes, int window, TimeSpan duration)
    {
        using var pair = new SocketPair(path);
        var answering = Task.Factory.StartNew(() => Answer(pair.There, messageBytes * window, AnswerBytes * window), TaskCreationOptions.LongRunning);
        var messages = new byte[messageBytes * window];
        var answers = new byte[AnswerBytes * window];
        var latency = new LatencyHistogram();
        var meter = Meter.Start(duration);
        while (meter.IsRunning)
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            SendAll(pair.Here, messages);
            ReceiveAll(pair.Here, answers);
            latency.RecordSince(started);
        }

        var figure = new Figure("limit", "") { Unit = "messages", Count = latency.Count * window, Elapsed = meter.Elapsed, Processor = meter.Processor, Latency = latency };
        pair.Here.Shutdown(SocketShutdown.Both);
        answering.Wait();
        return figure;
    }

    /// <summary>Blocks one way.</summary>
    public static Figure Stream(string path, int blockBytes, TimeSpan duration)
    {
        using var pair = new SocketPair(path);
        var reading = Task.Factory.StartNew(() => Read(pair.There, blockBytes), TaskCreationOptions.LongRunning);
        var block = MappedCopy.Block(blockBytes);
        var meter = Meter.Start(duration);
        var count = 0L;
        for (; meter.IsRunning; count++)
            SendAll(pair.Here, block);
        var figure = new Figure("limit", "") { Unit = "blocks", Count = count, Bytes = count * blockBytes, Elapsed = meter.Elapsed, Processor = meter.Processor };
        pair.Here.Shutdown(SocketShutdown.Both);
        reading.Wait();
        return figure;
    }

    private static void Answer(Socket socket, int messageBytes, int answerBytes)
    {
        var message = new byte[messageBytes];
        var answer = new byte[answerBytes];
        while (ReceiveAll(socket, message))
            SendAll(socket, answer);
    }

    private static void Read(Socket socket, int blockBytes)
    {
        var block = new byte[blockBytes];
        while (socket.Receive(block) > 0)
        {
        }
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[socket.Send(bytes)..];
    }

    private static bool ReceiveAll(Socket socket, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var received = socket.Receive(bytes);
            if (received == 0)
                return false;
            bytes = bytes[received..];
        }

        return true;
    }

    /// <summary>Two connected sockets.</summary>
    private sealed class SocketPair : IDisposable
    {
        public SocketPair(string path)
        {
            using var listener = New();
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            Here = New();
            Here.Connect(listener.LocalEndPoint!);
            There = listener.Accept();
            File.Delete(path);
        }

        public Socket Here { get; }

        public Socket There { get; }

        public void Dispose()
        {
            Here.Dispose();
            There.Dispose();
        }

        private static Socket New() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    }
}
