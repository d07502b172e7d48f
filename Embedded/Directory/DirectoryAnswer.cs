namespace Orleans.Runtime;

/// <summary>The answer of another silo's directory.</summary>
[GenerateSerializer]
[Immutable]
internal sealed class DirectoryAnswer
{
    /// <summary>Whether the version of the question is older than the answering silo's: ask again by a newer one.</summary>
    [Id(0)]
    public bool IsStale { get; set; }

    [Id(1)]
    public GrainRegistration? Registration { get; set; }

    /// <summary>The activations that were claimed.</summary>
    [Id(2)]
    public List<GrainRegistration>? Claimed { get; set; }
}
