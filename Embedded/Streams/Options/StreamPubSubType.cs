namespace Orleans.Streams;

/// <summary>Which kinds of subscriptions a provider knows.</summary>
public enum StreamPubSubType
{
    /// <summary>Those that grains and clients make, and those that grain classes declare.</summary>
    ExplicitGrainBasedAndImplicit,

    /// <summary>Those that grains and clients make.</summary>
    ExplicitGrainBasedOnly,

    /// <summary>Those that grain classes declare.</summary>
    ImplicitOnly,
}
