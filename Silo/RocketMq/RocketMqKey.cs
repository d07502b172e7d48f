using OrleansRocket.Silo.Configuration;

namespace OrleansRocket.Silo.RocketMq;

/// <summary>A key of RocketMQ's broker configuration, and what becomes of it.</summary>
/// <param name="Name">The key.</param>
/// <param name="Limit">What its values must be, as the end of the sentence "it must be ..."; null when none is wrong.</param>
/// <param name="Translate">Makes our value of RocketMQ's; null for a value that is wrong.</param>
internal sealed record RocketMqKey(string Name, string? Limit, Func<string, string?> Translate)
{
    /// <summary>The setting that it sets; null for a key that sets none.</summary>
    public Setting? Setting { get; init; }

    /// <summary>Whether it means something together with others only: see <see cref="BrokerGroup"/>.</summary>
    public bool IsOfGroup { get; init; }

    /// <summary>Why it has no meaning here, told when it is found; null for a key that needs no telling.</summary>
    public string? Ignored { get; init; }
}
