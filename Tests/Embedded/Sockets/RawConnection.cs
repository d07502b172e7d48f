using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orleans.Embedded;
using Orleans.Serialization.Buffers;

namespace OrleansRocket.Tests.Embedded.Sockets;

/// <summary>A connection to a silo's socket that sends whatever a test likes.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Connects, and introduces itself as a client if asked to.</summary>
    public static async Task<RawConnection> To(string clusterDirectory, SiloAddress silo, SiloAddress? client = null, string clusterId = "processes")
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(new UnixDomainSocketEndPoint(
            Path.Combine(clusterDirectory, $"{silo.Endpoint.Port}-{silo.Generation}.sock")));
        if (client is not null)
            await Handshake.Introduce(connection._socket, new Handshake.Hello(clusterId, client, silo), default);
        return connection;
    }

    public static SiloAddress NewClient(int number) => SiloAddress.New(IPAddress.Loopback, 1, -1 - number);

    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    /// <summary>Reads and forgets what the silo answers, until it closes the connection.</summary>
    /// <returns>How many bytes came.</returns>
    public async Task<long> Drain(CancellationToken cancellationToken = default)
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        try
        {
            while (await _socket.ReceiveAsync(buffer, cancellationToken) is var count and > 0)
                total += count;
        }
        catch (SocketException)
        {
            // Reset: closed before it had read everything.
        }

        return total;
    }

    public async Task<byte[]> Receive(int length)
    {
        var bytes = new byte[length];
        for (var received = 0; received < length;)
        {
            var count = await _socket.ReceiveAsync(bytes.AsMemory(received));
            received += count > 0 ? count : throw new EndOfStreamException();
        }

        return bytes;
    }

    /// <summary>The bytes of an introduction of any version.</summary>
    public static byte[] Introduction(byte version, params string[] words)
    {
        var writer = new Writer(null);
        writer.WriteRaw("OREMBED"u8);
        writer.WriteRaw([version]);
        writer.WriteFixed32(0);
        foreach (var word in words)
            writer.WriteBytes(Encoding.UTF8.GetBytes(word));
        writer.Patch32(8, (uint)(writer.Length - 12));
        return writer.ToArray();
    }

    /// <summary>The one word of an answer to an introduction.</summary>
    public async Task<string> Answer()
    {
        var head = await Receive(12);
        var body = await Receive(BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8)));
        var reader = new Reader(body, null);
        return Encoding.UTF8.GetString(reader.ReadBytes());
    }

    public void Dispose() => _socket.Dispose();
}
