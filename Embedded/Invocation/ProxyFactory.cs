using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Types;

namespace Orleans.Serialization.Invocation;

/// <summary>Makes grain references and requests for grain interfaces, from classes that are emitted once per interface and process.</summary>
internal static class ProxyFactory
{
    private static readonly ConcurrentDictionary<Type, Lazy<GrainContract>> Contracts = new();

    /// <summary>A reference that implements the interface.</summary>
    /// <param name="grainInterface">The grain or observer interface.</param>
    /// <param name="id">Whom it refers to.</param>
    /// <param name="runtime">What sends the calls.</param>
    /// <exception cref="InvalidGrainInterfaceException">The interface has a method that cannot be called over the cluster.</exception>
    public static GrainReference Create(Type grainInterface, GrainId id, IGrainReferenceRuntime runtime)
    {
        var reference = GetContract(grainInterface).NewReference();
        reference.GrainId = id;
        reference.Runtime = runtime;
        return reference;
    }

    /// <summary>All methods of an interface and of the interfaces that it extends.</summary>
    /// <exception cref="InvalidGrainInterfaceException">One of them cannot be called over the cluster.</exception>
    public static IReadOnlyList<GrainMethod> GetMethods(Type grainInterface) => GetContract(grainInterface).Methods;

    /// <summary>One method by its id in the interface that declares it.</summary>
    /// <exception cref="SerializerException">There is no such method.</exception>
    public static GrainMethod GetMethod(Type grainInterface, int id) => GetContract(grainInterface).GetMethod(id).Method;

    /// <summary>An empty request, to be read into.</summary>
    public static GrainRequest CreateRequest(GrainMethod method) => GetContract(method.Interface).GetMethod(method.Id).Create();

    /// <summary>Writes interface, method and arguments.</summary>
    public static void WriteRequest(ref Writer writer, GrainRequest request)
    {
        // Not through the writer's table of types: a request names its interface once.
        writer.WriteBytes(TypeNames.Encode(request.Method.Interface));
        writer.WriteFixed32((uint)request.Method.Id);
        request.WriteArguments(ref writer);
    }

    /// <summary>Reads what <see cref="WriteRequest"/> wrote.</summary>
    /// <exception cref="SerializerException">The bytes are not a request that this process knows.</exception>
    public static GrainRequest ReadRequest(ref Reader reader)
    {
        var contract = TypeNames.Decode(reader.ReadBytes());
        if (!contract.IsInterface || !typeof(IAddressable).IsAssignableFrom(contract))
        {
            throw new SerializerException($"{contract} is not an interface of grains or observers.");
        }

        var request = GetContract(contract).GetMethod((int)reader.ReadFixed32()).Create();
        request.ReadArguments(ref reader);
        return request;
    }

    /// <summary>What was emitted for an interface.</summary>
    internal static GrainContract GetContract(Type grainInterface) =>
        Contracts.GetOrAdd(grainInterface, static contract => new Lazy<GrainContract>(() => new GrainContract(contract))).Value;
}
