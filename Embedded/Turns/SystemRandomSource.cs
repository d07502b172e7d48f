using System.Security.Cryptography;

namespace Orleans.Embedded;

/// <summary>The default: the machine's randomness.</summary>
internal sealed class SystemRandomSource : IRandomSource
{
    public static SystemRandomSource Instance { get; } = new();

    public int Next(int limit) => Random.Shared.Next(limit);

    public Guid NextGuid() => new(RandomNumberGenerator.GetBytes(16));
}
