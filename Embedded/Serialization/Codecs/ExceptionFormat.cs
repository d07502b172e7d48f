using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Types;

namespace Orleans.Serialization.Codecs;

/// <summary>
/// Exceptions in bytes: the name of the type, what every exception has, then the members of the type if it is marked. One whose type is unknown to the
/// reader becomes an <see cref="UnavailableExceptionFallbackException"/>. The data dictionary is not carried.
/// </summary>
internal static class ExceptionFormat
{
    private const uint TypeName = 0;
    private const uint Message = 1;
    private const uint Stack = 2;
    private const uint Inner = 3;
    private const uint Code = 4;
    private const uint AllInner = 5;

    /// <summary>Whether an exception's type may be serialized without a mark: those of the platform, as in Orleans.</summary>
    public static bool IsPlatform(Type type) =>
        type.Namespace is { } name && (name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft", StringComparison.Ordinal));

    public static void Write(ref Writer writer, uint id, Exception value)
    {
        var codec = (IExceptionMembers)CodecProvider.GetExact(value.GetType());
        writer.WriteHeader(id, WireType.Object);
        writer.Enter();
        writer.WriteHeader(TypeName, WireType.Bytes);
        writer.WriteBytes(TypeNames.Encode(value.GetType()));
        var text = CodecCache<string>.Get();
        text.Write(ref writer, Message, value is AggregateException ? MessageOf(value)! : value.Message);
        text.Write(ref writer, Stack, value.StackTrace!);
        CodecCache<Exception>.Get().Write(ref writer, Inner, value.InnerException!);
        CodecCache<int>.Get().Write(ref writer, Code, value.HResult);
        if (value is AggregateException aggregate)
        {
            Items.Write<Exception>(ref writer, AllInner, [.. aggregate.InnerExceptions]);
        }

        writer.WriteHeader(0, WireType.EndLevel);
        codec.WriteMembers(ref writer, value);
        writer.Leave();
    }

    public static Exception Read(ref Reader reader, WireType wire)
    {
        if (wire != WireType.Object)
        {
            throw Reader.Unexpected(wire, "an exception");
        }

        reader.Enter();
        var parts = default(Parts);
        var field = reader.ReadHeader(out var id);
        while (field is not (WireType.End or WireType.EndLevel))
        {
            ReadPart(ref reader, ref parts, id, field);
            field = reader.ReadHeader(out id);
        }

        var (value, members) = Create(parts);
        if (field == WireType.EndLevel && members is not null)
        {
            members.ReadMembers(ref reader, value);
        }
        else if (field == WireType.EndLevel)
        {
            SkipMembers(ref reader);
        }

        reader.Leave();
        return value;
    }

    private static void ReadPart(ref Reader reader, ref Parts parts, uint id, WireType wire)
    {
        switch (id)
        {
            case TypeName when wire == WireType.Bytes:
                TypeNames.TryDecode(reader.ReadBytes(), out parts.Type, out parts.Unknown);
                break;
            case Message: parts.Message = CodecCache<string>.Get().Read(ref reader, wire); break;
            case Stack: parts.Stack = CodecCache<string>.Get().Read(ref reader, wire); break;
            case Inner: parts.Inner = CodecCache<Exception>.Get().Read(ref reader, wire); break;
            case Code: parts.Code = CodecCache<int>.Get().Read(ref reader, wire); break;
            case AllInner: parts.AllInner = Items.Read<Exception>(ref reader, wire); break;
            default: reader.Skip(wire); break;
        }
    }

    private static (Exception Value, IExceptionMembers? Members) Create(Parts parts)
    {
        IExceptionMembers? members = null;
        Exception value;
        if (parts.Type is { } type)
        {
            members = CodecProvider.GetExact(type) as IExceptionMembers ?? throw new SerializerException($"{type} is not an exception.");
            value = type == typeof(AggregateException) ? new AggregateException(parts.AllInner?.OfType<Exception>() ?? []) : members.Create();
        }
        else
        {
            value = new UnavailableExceptionFallbackException { ExceptionType = parts.Unknown };
        }

        MessageOf(value) = parts.Message;
        InnerOf(value) = parts.Inner;
        value.HResult = parts.Code;
        if (parts.Stack is { } stack)
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(value, stack);
        }

        return (value, members);
    }

    /// <summary>Passes over the members of a type that has none here.</summary>
    public static void SkipMembers(ref Reader reader)
    {
        while (reader.ReadHeader(out _) is var wire and not WireType.End)
        {
            if (wire != WireType.EndLevel)
            {
                reader.Skip(wire);
            }
        }
    }

    // The platform offers no way to set these on an exception of any type.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref string? MessageOf(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerOf(Exception exception);

    private struct Parts
    {
        public Type? Type;
        public string? Unknown;
        public string? Message;
        public string? Stack;
        public Exception? Inner;
        public Exception[]? AllInner;
        public int Code;
    }
}
