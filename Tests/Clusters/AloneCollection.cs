namespace OrleansRocket.Tests.Clusters;

/// <summary>For tests that measure the whole process: they run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
