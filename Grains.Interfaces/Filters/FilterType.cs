namespace OrleansRocket;

/// <summary>The languages of filters; RocketMQ's expression types.</summary>
public enum FilterType
{
    /// <summary>Tags joined by <c>||</c>, or <c>*</c>: <see cref="TagExpression"/>.</summary>
    Tag = 0,

    /// <summary>A condition over properties: <see cref="SqlExpression"/>.</summary>
    Sql92 = 1,
}
