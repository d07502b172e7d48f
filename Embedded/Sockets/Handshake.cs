using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;

namespace Orleans.Embedded;

/// <summary>
/// The first thing on a connection. Who dials says what it speaks, of which cluster it is, who it is and whom it means; who listens answers
/// with an empty text, or with the reason why it refuses. Both begin with the same eight bytes, the last of which is the protocol's version.
/// </summary>
internal static class Handshake
{
    /// <summary>Grows with every change of frames or handshake that an older engine cannot read.</summary>
    public const byte Version = 1;

    /// <summary>How long either side waits for the other.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private const int MaxLength = 4096;
    private const int MagicLength = 7;

    private static ReadOnlySpan<byte> Magic => "OREMBED"u8;

    /// <summary>What the dialling side says.</summary>
    /// <param name="ClusterId">The cluster that it takes the other for a part of.</param>
    /// <param name="Sender">Its own address.</param>
    /// <param name="Receiver">The silo that it means.</param>
    internal sealed record Hello(string ClusterId, SiloAddress Sender, SiloAddress Receiver);

    /// <summary>Dials: introduces this node and waits for the answer.</summary>
    /// <exception cref="OrleansException">The other side refuses, or speaks something else.</exception>
    public static async Task Introduce(Socket socket, Hello hello, CancellationToken cancellationToken)
    {
        await Send(socket, [hello.ClusterId, hello.Sender.ToParsableString(), hello.Receiver.ToParsableString()], cancellationToken);
        var (version, words) = await Receive(socket, cancellationToken);
        var refusal = words.Length == 1 ? words[0] : "its answer makes no sense";
        if (refusal.Length > 0)
        {
            throw new OrleansException($"The silo {hello.Receiver} refuses the connection: {refusal}");
        }

        if (version != Version)
        {
            throw new OrleansException($"The silo {hello.Receiver} speaks version {version} of the engine's protocol; this process speaks {Version}.");
        }
    }

    /// <summary>Listens: reads who is there. The answer is <see cref="Answer"/>.</summary>
    /// <returns>The introduction, or why it is refused.</returns>
    /// <exception cref="OrleansException">The other side speaks something else.</exception>
    public static async Task<(Hello? Hello, string Refusal)> Listen(Socket socket, string clusterId, SiloAddress self, CancellationToken cancellationToken)
    {
        var (version, words) = await Receive(socket, cancellationToken);
        if (version != Version)
        {
            return (null, $"it speaks version {Version} of the engine's protocol, and this process version {version}");
        }

        if (words.Length != 3 || !SiloAddress.TryParse(words[1], out var sender) || !SiloAddress.TryParse(words[2], out var receiver))
        {
            return (null, "the introduction makes no sense");
        }

        if (words[0] != clusterId)
        {
            return (null, $"it is of the cluster '{clusterId}', and this process of '{words[0]}'");
        }

        return receiver.Equals(self) ? (new Hello(words[0], sender, receiver), "") : (null, $"it is {self}, not {receiver}");
    }

    public static Task Answer(Socket socket, string refusal, CancellationToken cancellationToken) => Send(socket, [refusal], cancellationToken);

    private static async Task Send(Socket socket, string[] words, CancellationToken cancellationToken)
    {
        var bytes = Encode(words);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), cancellationToken);
        }
    }

    private static byte[] Encode(string[] words)
    {
        var writer = new Writer(null);
        try
        {
            writer.WriteRaw(Magic);
            writer.WriteRaw([Version]);
            writer.WriteFixed32(0);
            var begin = writer.Length;
            foreach (var word in words)
            {
                writer.WriteBytes(Encoding.UTF8.GetBytes(word));
            }

            writer.Patch32(begin - Frame.PrefixLength, (uint)(writer.Length - begin));
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static async Task<(byte Version, string[] Words)> Receive(Socket socket, CancellationToken cancellationToken)
    {
        var head = await Receive(socket, MagicLength + 1 + Frame.PrefixLength, cancellationToken);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(MagicLength + 1));
        if (!head.AsSpan(0, MagicLength).SequenceEqual(Magic) || length > MaxLength)
        {
            throw new OrleansException("The other side does not speak the engine's protocol.");
        }

        return (head[MagicLength], Decode(await Receive(socket, (int)length, cancellationToken)));
    }

    private static string[] Decode(byte[] bytes)
    {
        try
        {
            var words = new List<string>();
            for (var reader = new Reader(bytes, null); reader.Remaining > 0;)
            {
                words.Add(Encoding.UTF8.GetString(reader.ReadBytes()));
            }

            return [.. words];
        }
        catch (SerializerException exception)
        {
            throw new OrleansException("The other side does not speak the engine's protocol.", exception);
        }
    }

    private static async Task<byte[]> Receive(Socket socket, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        for (var received = 0; received < length;)
        {
            var count = await socket.ReceiveAsync(bytes.AsMemory(received), cancellationToken);
            received += count > 0 ? count : throw new EndOfStreamException("The other side has closed the connection during the handshake.");
        }

        return bytes;
    }
}
