namespace Orleans.Concurrency;

/// <summary>Requests of this grain class may interleave: another one starts while one waits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute
{
}
