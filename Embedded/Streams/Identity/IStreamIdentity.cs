namespace Orleans.Streams;

/// <summary>The older form of a stream's identity.</summary>
public interface IStreamIdentity
{
    /// <summary>The key.</summary>
    Guid Guid { get; }

    /// <summary>The namespace, if any.</summary>
    string? Namespace { get; }
}
