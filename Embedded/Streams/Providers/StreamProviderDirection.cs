namespace Orleans.Streams;

/// <summary>What can be done with the streams of an adapter.</summary>
public enum StreamProviderDirection
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Subscribing only.</summary>
    ReadOnly,

    /// <summary>Producing only; no agents run.</summary>
    WriteOnly,

    /// <summary>Both.</summary>
    ReadWrite,
}
