namespace Orleans;

/// <summary>Says that objects of this class are told when they have been read from bytes.</summary>
/// <param name="customSerializerType">What tells them; this engine knows <see cref="Runtime.OnDeserializedCallbacks"/> only.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true)]
public sealed class SerializationCallbacksAttribute(Type customSerializerType) : Attribute
{
    /// <summary>What tells the objects.</summary>
    public Type HookType { get; } = customSerializerType;
}
