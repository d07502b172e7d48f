using Orleans.Embedded;
using Orleans.Runtime;

namespace Orleans.Serialization.Invocation;

/// <summary>A call whose result is known by type.</summary>
/// <typeparam name="TResult">The result; <see cref="VoidResult"/> for methods that return nothing.</typeparam>
internal abstract class GrainRequest<TResult> : GrainRequest
{
    /// <summary>Calls the method.</summary>
    /// <param name="grain">The grain or observer; it implements the method's interface.</param>
    public abstract ValueTask<TResult> InvokeOn(object grain);

    /// <inheritdoc/>
    public sealed override RunnableCall Arrive(CallRuntime runtime, Message message, int forwards) =>
        new InboundCall<TResult>(runtime, message, this)
        {
            Target = message.Target,
            Source = message.Source,
            Context = message.ReadContext(runtime),
            Forwards = forwards,
        };
}
