using Orleans.Runtime;
using Orleans.Serialization.Objects;

namespace Orleans.Serialization.Codecs;

/// <summary>Decides which codec a type gets.</summary>
internal static class CodecFactory
{
    /// <summary>The codec of a declared type whose values may be of other types.</summary>
    /// <exception cref="CodecNotFoundException">The type is a class that is not marked.</exception>
    public static Codec CreatePolymorphic(Type type)
    {
        var usual = CollectionCodecs.UsualOf(type) is { } collection ? CodecProvider.GetExact(collection) : null;
        if (usual is null && !type.IsInterface && !type.IsAbstract && type != typeof(object))
        {
            usual = CodecProvider.GetExact(type);
        }

        return New(typeof(PolymorphicCodec<>).MakeGenericType(type), usual);
    }

    /// <summary>The codec for values of exactly this type; null if there is none.</summary>
    public static Codec? TryCreate(Type type)
    {
        if (type.IsPointer || type.IsByRef || type.IsByRefLike || type.ContainsGenericParameters)
        {
            return null;
        }

        return BasicCodecs.TryCreate(type)
            ?? CollectionCodecs.TryCreate(type)
            ?? TryCreateReference(type)
            ?? TryCreateException(type)
            ?? TryCreateShaped(type);
    }

    /// <summary>Makes a codec by its constructor.</summary>
    public static Codec New(Type codec, params object?[] arguments) => (Codec)codec.GetConstructors()[0].Invoke(arguments);

    private static Codec? TryCreateReference(Type type)
    {
        if (!TypeFacts.IsGrainReference(type))
        {
            return null;
        }

        if (type.IsInterface)
        {
            return New(typeof(GrainReferenceCodec<>).MakeGenericType(type));
        }

        // The emitted class of a reference is known by the interface that it implements.
        var contract = type.BaseType is { IsConstructedGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(GrainReference<>)
            ? parent.GetGenericArguments()[0]
            : null;
        return contract is null ? null : CodecProvider.GetExact(contract);
    }

    private static Codec? TryCreateException(Type type)
    {
        if (!typeof(Exception).IsAssignableFrom(type))
        {
            return null;
        }

        var shape = TypeShape.TryGet(type);
        return shape is not null || ExceptionFormat.IsPlatform(type) ? New(typeof(ExceptionCodec<>).MakeGenericType(type), shape) : null;
    }

    private static Codec? TryCreateShaped(Type type)
    {
        if (type.IsAbstract || TypeShape.TryGet(type) is not { } shape)
        {
            return null;
        }

        return New((type.IsValueType ? typeof(StructCodec<>) : typeof(ClassCodec<>)).MakeGenericType(type), shape);
    }
}
