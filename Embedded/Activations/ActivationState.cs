namespace Orleans.Runtime;

/// <summary>Where an activation is in its life.</summary>
internal enum ActivationState
{
    /// <summary>It is being registered, constructed and activated; requests wait.</summary>
    Activating,

    /// <summary>It takes requests.</summary>
    Active,

    /// <summary>It ends; requests wait for its successor.</summary>
    Deactivating,

    /// <summary>It has ended; requests are sent on.</summary>
    Ended,
}
