namespace Orleans.Runtime;

/// <summary>A question to the directory of another silo.</summary>
[GenerateSerializer]
[Immutable]
internal sealed class DirectoryQuestion
{
    [Id(0)]
    public DirectoryOperation Operation { get; set; }

    /// <summary>The version of the membership by which the receiver was chosen; it answers by no other.</summary>
    [Id(1)]
    public long Version { get; set; }

    [Id(2)]
    public GrainId Grain { get; set; }

    [Id(3)]
    public GrainRegistration? Registration { get; set; }
}
