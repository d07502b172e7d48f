namespace OrleansRocket.Groups;

/// <summary>What a member of a group reads. All members of a group that read a topic ask for the same of it.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Expression">The filter's text (<see cref="FilterExpression.Text"/>); <c>*</c> for everything.</param>
/// <param name="Type">The filter's language. Default: tags.</param>
[GenerateSerializer, Immutable, Alias("rocket.subscription")]
public sealed record Subscription(
    [property: Id(0)] string Topic,
    [property: Id(1)] string Expression,
    [property: Id(2)] FilterType Type = FilterType.Tag)
{
    /// <summary>The filter as people read it: a tag expression as it is, SQL with <c>SQL</c> in front.</summary>
    public string Describe() => Type == FilterType.Sql92 ? $"SQL {Expression}" : Expression;
}
