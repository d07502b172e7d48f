namespace OrleansRocket;

/// <summary>What an acknowledged message survives.</summary>
public enum Durability
{
    /// <summary>It is in the operating system's page cache: it survives the death of the broker's process.</summary>
    Written = 0,

    /// <summary>It is on disk: it survives a loss of power.</summary>
    Flushed = 1,
}
