namespace Orleans.Concurrency;

/// <summary>A static method of the grain class, <c>static bool Name(IInvokable request)</c>, says for each request whether it may interleave.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayInterleaveAttribute : Attribute
{
    /// <summary>Creates it.</summary>
    /// <param name="callbackMethodName">The name of the method.</param>
    public MayInterleaveAttribute(string callbackMethodName) => CallbackMethodName = callbackMethodName;

    /// <summary>The name of the method.</summary>
    internal string CallbackMethodName { get; }
}
