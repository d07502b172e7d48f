namespace Orleans;

/// <summary>The number of a serialized member, or of a method. It is unique in the type that declares it, and is what keeps versions compatible.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method)]
public sealed class IdAttribute : Attribute
{
    /// <summary>Creates it.</summary>
    /// <param name="id">The number.</param>
    public IdAttribute(uint id) => Id = id;

    /// <summary>The number.</summary>
    public uint Id { get; }
}
