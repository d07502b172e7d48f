using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A call of a grain method: what call filters and interleaving predicates see of it.</summary>
public interface IInvokable : IDisposable
{
    /// <summary>How many arguments the method has, a cancellation token included.</summary>
    int GetArgumentCount();

    /// <summary>One argument.</summary>
    /// <param name="index">Its position from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    object? GetArgument(int index);

    /// <summary>Replaces one argument.</summary>
    /// <param name="index">Its position from 0.</param>
    /// <param name="value">The new value.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    void SetArgument(int index, object value);

    /// <summary>The name of the method.</summary>
    string GetMethodName();

    /// <summary>The full name of the interface, or its alias.</summary>
    string GetInterfaceName();

    /// <summary>The name of the call in traces: interface and method.</summary>
    string GetActivityName();

    /// <summary>The method of the interface.</summary>
    MethodInfo GetMethod();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();

    /// <summary>The response time-out that the method declares, if any.</summary>
    TimeSpan? GetDefaultResponseTimeout() => default;

    /// <summary>The cancellation token among the arguments, or none.</summary>
    CancellationToken GetCancellationToken() => default;
}
