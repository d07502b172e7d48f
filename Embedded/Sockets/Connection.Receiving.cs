using Orleans.Serialization;

namespace Orleans.Embedded;

/// <content>Cutting what comes in into frames.</content>
internal sealed partial class Connection
{
    private const int BufferLength = 32 * 1024;

    /// <summary>How much of a large frame is given room before its bytes have come: its length is only a claim.</summary>
    private const int FirstPart = 1024 * 1024;

    private async Task ReceiveAll()
    {
        var buffer = new byte[BufferLength];
        var end = 0;
        while (true)
        {
            var begin = 0;
            while (FrameAt(buffer.AsSpan(begin, end - begin)) is var length and >= 0 && length <= end - begin - Frame.PrefixLength)
            {
                begin += Frame.PrefixLength;
                Deliver(buffer.AsSpan(begin, length).ToArray());
                begin += length;
            }

            var rest = buffer.AsMemory(begin, end - begin);
            if (FrameAt(rest.Span) is var wanted && wanted > BufferLength - Frame.PrefixLength)
            {
                if (await ReceiveLarge(rest[Frame.PrefixLength..], wanted) is not { } frame)
                {
                    return;
                }

                Deliver(frame);
                end = 0;
                continue;
            }

            rest.CopyTo(buffer);
            end = rest.Length;
            await Drained();
            var received = await _socket.ReceiveAsync(buffer.AsMemory(end));
            if (received == 0)
            {
                return;
            }

            end += received;
        }
    }

    /// <summary>The length of the frame that begins here; -1 if that is not known yet.</summary>
    /// <exception cref="SerializerException">The frame is too long.</exception>
    private int FrameAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Frame.PrefixLength)
        {
            return -1;
        }

        var length = Frame.LengthOf(bytes);
        return length <= _transport.MaxFrameLength
            ? (int)length
            : throw new SerializerException($"A frame of {length} bytes was announced; the limit is {_transport.MaxFrameLength}.");
    }

    /// <summary>A frame that the buffer cannot hold is received where it stays.</summary>
    private async Task<byte[]?> ReceiveLarge(ReadOnlyMemory<byte> begun, int length)
    {
        var frame = GC.AllocateUninitializedArray<byte>(Math.Min(length, Math.Max(FirstPart, begun.Length)));
        begun.CopyTo(frame);
        for (var have = begun.Length; have < length;)
        {
            if (have == frame.Length)
            {
                Array.Resize(ref frame, (int)Math.Min(length, frame.Length * 2L));
            }

            var received = await _socket.ReceiveAsync(frame.AsMemory(have));
            if (received == 0)
            {
                return null;
            }

            have += received;
        }

        return frame;
    }

    private void Deliver(byte[] bytes)
    {
        var message = Frame.Read(bytes);
        if (Remote.IsClient && message.Kind is MessageKind.SystemRequest or MessageKind.SystemResult or MessageKind.MembershipChanged)
        {
            throw new SerializerException($"A client sent a {message.Kind}, which only silos may.");
        }

        message.Sender = Remote;
        _transport.Deliver(message);
    }
}
