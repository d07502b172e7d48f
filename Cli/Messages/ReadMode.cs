namespace OrleansRocket.Cli.Messages;

/// <summary>How <c>rocket consume</c> gets its messages.</summary>
internal enum ReadMode
{
    Clustering,
    Broadcasting,
    Pop,
}
