using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>What the serializer must ask the runtime.</summary>
internal interface IReferenceBinder
{
    /// <summary>The services of the silo or client.</summary>
    IServiceProvider ServiceProvider { get; }

    /// <summary>A reference to a grain or observer that was named in bytes.</summary>
    /// <param name="grainInterface">The interface that it implements.</param>
    /// <param name="id">Whom it refers to.</param>
    GrainReference Bind(Type grainInterface, GrainId id);

    /// <summary>The identity of a grain object that was passed to a call instead of a reference to it.</summary>
    /// <param name="grain">The grain object; never a reference.</param>
    /// <exception cref="NotSupportedException">It is not a grain of this runtime (an observer object without CreateObjectReference, say).</exception>
    GrainId IdOf(IAddressable grain);
}
