namespace Orleans.Runtime;

/// <summary>The base of the emitted reference classes.</summary>
/// <typeparam name="TInterface">The interface that the class implements.</typeparam>
internal abstract class GrainReference<TInterface> : GrainReference
{
    /// <inheritdoc/>
    internal sealed override Type Interface => typeof(TInterface);
}
