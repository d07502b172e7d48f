namespace Orleans;

/// <summary>The type crosses the cluster: the engine builds a codec and a copier from its members marked with <see cref="IdAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether the parameters of the primary constructor are members too; always so for records, off by default for other types.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}
