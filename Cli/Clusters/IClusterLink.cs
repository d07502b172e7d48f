namespace OrleansRocket.Cli.Clusters;

/// <summary>A connection to a cluster. The seam by which tests give a command a cluster of their own.</summary>
internal interface IClusterLink : IAsyncDisposable
{
    /// <summary>The SDK.</summary>
    RocketClient Client { get; }
}
