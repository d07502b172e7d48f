namespace Orleans.Serialization;

/// <summary>A type has no codec or copier: it is neither marked with <see cref="GenerateSerializerAttribute"/> nor one that the engine knows.</summary>
[GenerateSerializer]
public sealed class CodecNotFoundException : SerializerException
{
    /// <summary>Creates it.</summary>
    /// <param name="message">What is wrong; it names the type.</param>
    public CodecNotFoundException(string message)
        : base(message)
    {
    }
}
