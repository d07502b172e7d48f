using System.Buffers.Binary;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;

namespace Orleans.Embedded;

/// <summary>
/// A message on a socket: four bytes of length (little-endian, of what follows), a header, the body. Sender and receiver are not in it; they
/// are those of the connection.
/// </summary>
internal static class Frame
{
    public const int PrefixLength = 4;

    /// <summary>What a header may take beside the body: ids of grains and the request context.</summary>
    public const int MaxHeaderLength = 1024 * 1024;

    [Flags]
    private enum Parts : byte
    {
        None = 0,
        NewPlacement = 1,
        MayBeCancelled = 2,
        WasSentOn = 4,
        TimeToLive = 8,
        Context = 16,
        Grains = 32,
        All = 63,
    }

    /// <summary>Writes prefix and header; the body has to follow.</summary>
    public static void WriteHead(ref Writer writer, Message message)
    {
        var parts = PartsOf(message);
        writer.WriteFixed32(0);
        writer.Reserve(2)[0] = (byte)message.Kind;
        writer.Advance(1);
        writer.Reserve(1)[0] = (byte)parts;
        writer.Advance(1);
        writer.WriteVarUInt((ulong)message.Id);
        if (parts.HasFlag(Parts.Grains))
        {
            Write(ref writer, message.Target);
            Write(ref writer, message.Source);
            writer.WriteVarUInt((uint)message.Forwards);
        }

        if (message.TimeToLive is { } left)
        {
            writer.WriteVarUInt((ulong)Math.Max(0, left.Ticks));
        }

        if (message.Context is { } context)
        {
            writer.WriteBytes(context);
        }

        writer.Patch32(0, (uint)(writer.Length - PrefixLength + message.Body.Length));
    }

    /// <summary>How many bytes follow the prefix.</summary>
    public static long LengthOf(ReadOnlySpan<byte> prefix) => BinaryPrimitives.ReadUInt32LittleEndian(prefix);

    /// <summary>Reads what follows the prefix; the message keeps the array.</summary>
    /// <exception cref="SerializerException">These bytes are no frame.</exception>
    public static Message Read(byte[] frame)
    {
        var reader = new Reader(frame, null);
        var kind = (MessageKind)reader.ReadRaw(1)[0];
        var parts = (Parts)reader.ReadRaw(1)[0];
        if (kind > MessageKind.MembershipChanged || (parts & ~Parts.All) != 0)
        {
            throw new SerializerException($"A frame begins with {(byte)kind}, {(byte)parts}, which has no meaning.");
        }

        var id = (long)reader.ReadVarUInt();
        var hasGrains = parts.HasFlag(Parts.Grains);
        var target = hasGrains ? ReadGrain(ref reader) : default;
        var source = hasGrains ? ReadGrain(ref reader) : default;
        var forwards = hasGrains ? (int)Math.Min(reader.ReadVarUInt(), int.MaxValue) : 0;
        TimeSpan? timeToLive = parts.HasFlag(Parts.TimeToLive)
            ? TimeSpan.FromTicks((long)Math.Min(reader.ReadVarUInt(), (ulong)TimeSpan.FromDays(365).Ticks))
            : null;
        var context = parts.HasFlag(Parts.Context) ? reader.ReadBytes().ToArray() : null;
        return new Message
        {
            Kind = kind,
            Id = id,
            Target = target,
            Source = source,
            Forwards = forwards,
            NewPlacement = parts.HasFlag(Parts.NewPlacement),
            MayBeCancelled = parts.HasFlag(Parts.MayBeCancelled),
            WasSentOn = parts.HasFlag(Parts.WasSentOn),
            TimeToLive = timeToLive,
            Context = context,
            Body = frame.AsMemory(frame.Length - reader.Remaining),
        };
    }

    private static Parts PartsOf(Message message) =>
        (message.NewPlacement ? Parts.NewPlacement : 0)
        | (message.MayBeCancelled ? Parts.MayBeCancelled : 0)
        | (message.WasSentOn ? Parts.WasSentOn : 0)
        | (message.TimeToLive is null ? 0 : Parts.TimeToLive)
        | (message.Context is null ? 0 : Parts.Context)
        | (message.Kind is MessageKind.Request ? Parts.Grains : 0);

    private static void Write(ref Writer writer, GrainId grain)
    {
        writer.WriteBytes(grain.Type.AsSpan());
        writer.WriteBytes(grain.Key.AsSpan());
    }

    private static GrainId ReadGrain(ref Reader reader)
    {
        var type = reader.ReadBytes().ToArray();
        return new GrainId(new GrainType(type), new IdSpan(reader.ReadBytes().ToArray()));
    }
}
