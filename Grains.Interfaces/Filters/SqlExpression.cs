using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Records;

namespace OrleansRocket;

/// <summary>
/// A condition over the properties of messages in RocketMQ's SQL92, such as <c>amount &gt; 100 AND region IN ('north', 'south')</c>. A
/// message matches when it is true; where a property is missing it is unknown. <c>TAGS</c> and <c>KEYS</c> stand for the message's tag and
/// keys. All of the language stands in docs/filters.md.
/// </summary>
public sealed class SqlExpression : FilterExpression
{
    /// <summary>The longest expression in UTF-16 code units: 8,192.</summary>
    public const int MaxLength = SqlFilter.MaxLength;

    private SqlExpression(SqlFilter filter)
        : base(FilterType.Sql92, filter.Text) => Filter = filter;

    /// <summary>The expression, ready to be evaluated over encoded records.</summary>
    public SqlFilter Filter { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidFilter"/> with the expression, the column of what is wrong, and what would be right.</exception>
    public static SqlExpression Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        try
        {
            return new SqlExpression(SqlFilter.Parse(expression));
        }
        catch (FilterSyntaxException wrong)
        {
            // Without its cause, which says nothing more, it can travel from a broker to its caller.
            throw new RocketException(RocketError.InvalidFilter, wrong.Message);
        }
    }

    /// <inheritdoc/>
    public override bool Matches(in RecordView record) => Filter.Matches(in record);
}
