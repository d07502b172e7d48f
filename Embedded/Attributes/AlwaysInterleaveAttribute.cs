namespace Orleans.Concurrency;

/// <summary>Calls of this method start at once, even while another request of the grain waits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute
{
}
