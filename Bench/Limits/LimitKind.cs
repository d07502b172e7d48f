namespace OrleansRocket.Bench.Limits;

/// <summary>What the machine itself can do: nothing built on it can be faster.</summary>
internal enum LimitKind
{
    /// <summary>Copying blocks one after another into mapped pages that are in the page cache.</summary>
    WarmCopy,

    /// <summary>The same into a fresh file that has disk space, but no pages yet.</summary>
    ColdCopy,

    /// <summary>The same into a fresh file, whose pages are asked for first (MADV_POPULATE_WRITE), that time included.</summary>
    PopulatedCopy,

    /// <summary>Copying blocks one after another into plain memory.</summary>
    MemoryCopy,

    /// <summary>CRC32C over blocks of mapped pages that are in the page cache, one after another: every byte is looked at once.</summary>
    Checksum,

    /// <summary>Copying one block into warm pages, then fdatasync.</summary>
    Flush,

    /// <summary>Copying 16 MiB into warm pages, then fdatasync: what the disk can take.</summary>
    Disk,

    /// <summary>One caller, one thread-pool reader of a channel that answers by a completion source: a bare call of two hops.</summary>
    Mailbox,

    /// <summary>The same with 64 callers at once.</summary>
    Mailbox64,

    /// <summary>A message through a Unix domain socket to another thread, and its answer back, one after the other.</summary>
    Echo,

    /// <summary>The same, 64 messages and then their answers.</summary>
    Echo64,

    /// <summary>Blocks through a Unix domain socket, one way.</summary>
    Stream,
}
