namespace Orleans.Runtime;

/// <summary>What one silo's directory can ask another's.</summary>
[GenerateSerializer]
internal enum DirectoryOperation : byte
{
    /// <summary>Where is this grain active?</summary>
    Lookup,

    /// <summary>This grain is active here now, unless it is active elsewhere.</summary>
    Register,

    /// <summary>This activation is no more.</summary>
    Unregister,

    /// <summary>Which of your activations are mine to know at this version?</summary>
    Claim,
}
