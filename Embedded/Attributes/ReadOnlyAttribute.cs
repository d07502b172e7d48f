namespace Orleans.Concurrency;

/// <summary>The method changes nothing, so that its calls may interleave with those of other read-only methods.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute
{
}
