namespace Orleans.Serialization.Invocation;

/// <summary>A grain interface has a method that cannot be called over the cluster; the message names both and says why.</summary>
internal sealed class InvalidGrainInterfaceException : InvalidOperationException
{
    public InvalidGrainInterfaceException(string message)
        : base(message)
    {
    }
}
