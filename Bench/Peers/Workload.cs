namespace OrleansRocket.Bench.Peers;

/// <summary>The names of what <c>peers</c> measures.</summary>
internal static class Workload
{
    public const string Window = "awaited single sends";
    public const string Batches = "batches";
    public const string OneByOne = "one by one";
    public const string Consume = "consume as a group";
    public const string Flushed = "awaited single sends, flushed";
}
