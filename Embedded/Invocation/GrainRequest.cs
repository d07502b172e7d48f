using System.Reflection;
using Orleans.Embedded;
using Orleans.Runtime;
using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Invocation;

/// <summary>
/// A call of one grain method with its arguments. For each method one class is emitted that derives from <see cref="GrainRequest{TResult}"/> and holds
/// the arguments in typed fields, so that a call costs one object and no boxing.
/// </summary>
internal abstract class GrainRequest : IInvokable
{
    /// <summary>The method.</summary>
    public abstract GrainMethod Method { get; }

    /// <summary>The cancellation token argument; setting it has no effect on a method without one.</summary>
    public virtual CancellationToken Cancellation
    {
        get => default;
        set { }
    }

    /// <summary>A request whose arguments are isolated from this one's, with what is immutable shared; <c>this</c> if nothing needs a copy.</summary>
    /// <param name="copier">Copies the arguments.</param>
    public abstract GrainRequest CopyFor(DeepCopier copier);

    /// <summary>The call of this request that came in a message.</summary>
    /// <param name="runtime">The node that received it.</param>
    /// <param name="message">The message.</param>
    /// <param name="forwards">How often the call was sent on.</param>
    public abstract RunnableCall Arrive(CallRuntime runtime, Message message, int forwards);

    /// <summary>Writes the arguments, the cancellation token excepted.</summary>
    /// <param name="writer">Where to.</param>
    public abstract void WriteArguments(ref Writer writer);

    /// <summary>Reads what <see cref="WriteArguments"/> wrote; arguments that are missing keep their default, unknown ones are skipped.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="SerializerException">The bytes are not arguments of this method.</exception>
    public void ReadArguments(ref Reader reader)
    {
        try
        {
            while (reader.ReadHeader(out var id) is var wire and not WireType.End)
            {
                if (!ReadArgument(ref reader, id, wire))
                {
                    reader.Skip(wire);
                }
            }
        }
        catch (Exception e) when (e is not SerializerException and not OutOfMemoryException)
        {
            throw new SerializerException($"The bytes are not arguments of {Method}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public abstract int GetArgumentCount();

    /// <inheritdoc/>
    public abstract object? GetArgument(int index);

    /// <inheritdoc/>
    public abstract void SetArgument(int index, object value);

    /// <inheritdoc/>
    public string GetMethodName() => Method.Name;

    /// <inheritdoc/>
    public string GetInterfaceName() => Method.InterfaceName;

    /// <inheritdoc/>
    public string GetActivityName() => Method.ToString();

    /// <inheritdoc/>
    public MethodInfo GetMethod() => Method.Info;

    /// <inheritdoc/>
    public Type GetInterfaceType() => Method.Interface;

    /// <inheritdoc/>
    public TimeSpan? GetDefaultResponseTimeout() => Method.ResponseTimeout;

    /// <inheritdoc/>
    public CancellationToken GetCancellationToken() => Cancellation;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Reads one argument; answers whether there is such an argument.</summary>
    protected abstract bool ReadArgument(ref Reader reader, uint id, WireType wire);

    /// <inheritdoc/>
    public override string ToString() => Method.ToString();
}
