namespace Orleans.Runtime;

/// <summary>Where a silo is in its life.</summary>
[GenerateSerializer]
public enum SiloStatus
{
    /// <summary>Unknown.</summary>
    None = 0,

    /// <summary>Created, not yet joining.</summary>
    Created = 1,

    /// <summary>Starting.</summary>
    Joining = 2,

    /// <summary>Running.</summary>
    Active = 3,

    /// <summary>Stopping in good order; it takes no new activations.</summary>
    ShuttingDown = 4,

    /// <summary>Stopping; its activations are gone.</summary>
    Stopping = 5,

    /// <summary>Gone for good; a restart on the same endpoint is another member.</summary>
    Dead = 6,
}
