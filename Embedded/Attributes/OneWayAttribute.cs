namespace Orleans.Concurrency;

/// <summary>The caller gets no response and no failure: its task is completed as soon as the request was sent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute
{
}
