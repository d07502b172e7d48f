using System.Net;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Serialization.Codecs;

/// <summary>The types that are written as one piece: numbers, text, times, identities, bytes. All but the arrays of numbers and the memory types never change.</summary>
internal static class BasicCodecs
{
    private static readonly Dictionary<Type, Func<Codec>> Immutables = new()
    {
        [typeof(VoidResult)] = () => new VoidResultCodec(),
        [typeof(bool)] = () => new BooleanCodec(),
        [typeof(char)] = () => new CharCodec(),
        [typeof(sbyte)] = () => new SignedCodec<sbyte>(),
        [typeof(short)] = () => new SignedCodec<short>(),
        [typeof(int)] = () => new SignedCodec<int>(),
        [typeof(long)] = () => new SignedCodec<long>(),
        [typeof(byte)] = () => new UnsignedCodec<byte>(),
        [typeof(ushort)] = () => new UnsignedCodec<ushort>(),
        [typeof(uint)] = () => new UnsignedCodec<uint>(),
        [typeof(ulong)] = () => new UnsignedCodec<ulong>(),
        [typeof(float)] = () => new SingleCodec(),
        [typeof(double)] = () => new DoubleCodec(),
        [typeof(decimal)] = () => new DecimalCodec(),
        [typeof(Guid)] = () => new GuidCodec(),
        [typeof(DateTime)] = () => new DateTimeCodec(),
        [typeof(DateTimeOffset)] = () => new DateTimeOffsetCodec(),
        [typeof(TimeSpan)] = () => new TimeSpanCodec(),
        [typeof(DateOnly)] = () => new DateOnlyCodec(),
        [typeof(TimeOnly)] = () => new TimeOnlyCodec(),
        [typeof(string)] = () => new StringCodec(),
        [typeof(Uri)] = () => new UriCodec(),
        [typeof(Version)] = () => new VersionCodec(),
        [typeof(IPAddress)] = () => new IPAddressCodec(),
        [typeof(IPEndPoint)] = () => new IPEndPointCodec(),
        [typeof(IdSpan)] = () => new IdSpanCodec(),
        [typeof(GrainType)] = () => new GrainTypeCodec(),
        [typeof(GrainId)] = () => new GrainIdCodec(),
        [typeof(SiloAddress)] = () => new SiloAddressCodec(),
    };

    private static readonly Dictionary<Type, Func<Codec>> Mutables = new()
    {
        [typeof(object)] = () => new PlainObjectCodec(),
        [typeof(ReadOnlyMemory<byte>)] = () => new ReadOnlyMemoryCodec(),
        [typeof(Memory<byte>)] = () => new MemoryCodec(),
        [typeof(ArraySegment<byte>)] = () => new ArraySegmentCodec(),
        [typeof(byte[])] = () => new NumberArrayCodec<byte>(),
        [typeof(sbyte[])] = () => new NumberArrayCodec<sbyte>(),
        [typeof(short[])] = () => new NumberArrayCodec<short>(),
        [typeof(ushort[])] = () => new NumberArrayCodec<ushort>(),
        [typeof(int[])] = () => new NumberArrayCodec<int>(),
        [typeof(uint[])] = () => new NumberArrayCodec<uint>(),
        [typeof(long[])] = () => new NumberArrayCodec<long>(),
        [typeof(ulong[])] = () => new NumberArrayCodec<ulong>(),
        [typeof(float[])] = () => new NumberArrayCodec<float>(),
        [typeof(double[])] = () => new NumberArrayCodec<double>(),
    };

    /// <summary>Whether values of this type never change.</summary>
    public static bool IsImmutable(Type type) => Immutables.ContainsKey(type);

    /// <summary>The codec of the type; null if it is none of these.</summary>
    public static Codec? TryCreate(Type type)
    {
        if (Immutables.TryGetValue(type, out var create) || Mutables.TryGetValue(type, out create))
        {
            return create();
        }

        return type.IsEnum ? CodecFactory.New(typeof(EnumCodec<,>).MakeGenericType(type, Enum.GetUnderlyingType(type))) : null;
    }
}
