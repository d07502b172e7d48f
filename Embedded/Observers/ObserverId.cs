namespace Orleans.Runtime;

/// <summary>Identities of observers: the key names the node that holds the object, so that no directory is needed.</summary>
internal static class ObserverId
{
    private static readonly GrainType Type = GrainType.Create("sys.observer");

    public static bool Is(GrainId id) => id.Type == Type;

    public static GrainId Create(SiloAddress node, Guid id) =>
        GrainId.Create(Type, $"{node.ToParsableString()}+{id:N}");

    public static SiloAddress NodeOf(GrainId id)
    {
        var key = id.Key.ToString();
        return SiloAddress.FromParsableString(key[..key.LastIndexOf('+')]);
    }
}
