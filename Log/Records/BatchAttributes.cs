namespace OrleansRocket.Log.Records;

/// <summary>The attribute bits of a record batch header. Every bit that is not named here must be 0.</summary>
[Flags]
public enum BatchAttributes : ushort
{
    /// <summary>An ordinary batch of messages.</summary>
    None = 0,

    /// <summary>Written by a broker for brokers; consumers never see its records.</summary>
    Control = 1,

    /// <summary>Reserved for transactional messages; brokers store it and give it no meaning yet.</summary>
    Transactional = 2,

    /// <summary>A copy made for one reader, with the records left out that it did not ask for. Never stored.</summary>
    Filtered = 4,

    /// <summary>Compaction removed records, so that offsets may have gaps.</summary>
    Compacted = 8,
}
