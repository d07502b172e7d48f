namespace Orleans.Embedded;

/// <summary>The default: the machine's randomness.</summary>
internal sealed class SystemRandomSource : IRandomSource
{
    public int Next(int limit) => Random.Shared.Next(limit);

    public Guid NextGuid() => Guid.NewGuid();
}
