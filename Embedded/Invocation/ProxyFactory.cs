using Orleans.Runtime;

namespace Orleans.Serialization.Invocation;

/// <summary>Makes grain references and requests for grain interfaces, from classes that are emitted once per interface and process.</summary>
internal static class ProxyFactory
{
    /// <summary>A reference that implements the interface.</summary>
    /// <param name="grainInterface">The grain or observer interface.</param>
    /// <param name="id">Whom it refers to.</param>
    /// <param name="runtime">What sends the calls.</param>
    /// <exception cref="InvalidGrainInterfaceException">The interface has a method that cannot be called over the cluster.</exception>
    public static GrainReference Create(Type grainInterface, GrainId id, IGrainReferenceRuntime runtime) => throw new NotSupportedException();

    /// <summary>All methods of an interface and of the interfaces that it extends.</summary>
    public static IReadOnlyList<GrainMethod> GetMethods(Type grainInterface) => throw new NotSupportedException();

    /// <summary>One method by its id in the interface that declares it.</summary>
    /// <exception cref="SerializerException">There is no such method.</exception>
    public static GrainMethod GetMethod(Type grainInterface, int id) => throw new NotSupportedException();

    /// <summary>An empty request, to be read into.</summary>
    public static GrainRequest CreateRequest(GrainMethod method) => throw new NotSupportedException();

    /// <summary>Writes interface, method and arguments.</summary>
    public static void WriteRequest(ref Buffers.Writer writer, GrainRequest request) => throw new NotSupportedException();

    /// <summary>Reads what <see cref="WriteRequest"/> wrote.</summary>
    /// <exception cref="SerializerException">The bytes are not a request that this process knows.</exception>
    public static GrainRequest ReadRequest(ref Buffers.Reader reader) => throw new NotSupportedException();
}
