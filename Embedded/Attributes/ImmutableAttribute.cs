namespace Orleans;

/// <summary>Whatever it marks is never changed once it was passed to a call, so the engine passes it by reference instead of copying it inside one silo.</summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.ReturnValue,
    Inherited = false)]
public sealed class ImmutableAttribute : Attribute
{
}
