namespace Orleans;

/// <summary>Makes a provider known to configuration, as the value of <c>ProviderType</c>.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class RegisterProviderAttribute : Attribute
{
    /// <summary>Creates it.</summary>
    /// <param name="name">The value of <c>ProviderType</c>.</param>
    /// <param name="kind">The kind, which is the name of the section: <c>Streaming</c>, <c>GrainStorage</c>.</param>
    /// <param name="target"><c>Silo</c> or <c>Client</c>.</param>
    /// <param name="type">The class, an <c>IProviderBuilder</c> of that target's builder.</param>
    public RegisterProviderAttribute(string name, string kind, string target, Type type)
    {
        Name = name;
        Kind = kind;
        Target = target;
        Type = type;
    }

    /// <summary>The value of <c>ProviderType</c>.</summary>
    public string Name { get; }

    /// <summary>The kind.</summary>
    public string Kind { get; }

    /// <summary><c>Silo</c> or <c>Client</c>.</summary>
    public string Target { get; }

    /// <summary>The class that adds the provider.</summary>
    public Type Type { get; }
}
