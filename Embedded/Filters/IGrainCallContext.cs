using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>A call on its way through the call filters.</summary>
public interface IGrainCallContext
{
    /// <summary>The call with its arguments.</summary>
    IInvokable Request { get; }

    /// <summary>Incoming: the grain object. Outgoing: the reference.</summary>
    object Grain { get; }

    /// <summary>The grain that calls, if a grain does.</summary>
    GrainId? SourceId { get; }

    /// <summary>The grain that is called.</summary>
    GrainId TargetId { get; }

    /// <summary>The name of the interface.</summary>
    string InterfaceName { get; }

    /// <summary>The name of the method.</summary>
    string MethodName { get; }

    /// <summary>The method as the interface declares it.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The result, once the call has returned; setting it replaces the result.</summary>
    object? Result { get; set; }

    /// <summary>Runs the next filter, or the call itself after the last filter.</summary>
    Task Invoke();
}
