using OrleansRocket.Log.Records;

namespace OrleansRocket;

/// <summary>Which messages a consumer wants: a <see cref="TagExpression"/> or an <see cref="SqlExpression"/>. The broker leaves out the others.</summary>
public abstract class FilterExpression
{
    private protected FilterExpression(FilterType type, string text)
    {
        Type = type;
        Text = text;
    }

    /// <summary>Its language.</summary>
    public FilterType Type { get; }

    /// <summary>The expression, in its plainest form where there is one. Filters of one type and text are the same.</summary>
    public string Text { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidFilter"/> with the expression, and the column of what is wrong.</exception>
    public static FilterExpression Parse(FilterType type, string text) => type switch
    {
        FilterType.Tag => TagExpression.Parse(text),
        FilterType.Sql92 => SqlExpression.Parse(text),
        _ => throw new RocketException(RocketError.InvalidFilter, $"filter '{text}' is of type {(int)type}; it must be 0 (tags) or 1 (SQL92)"),
    };

    /// <summary>Whether a message matches.</summary>
    public abstract bool Matches(in RecordView record);

    /// <summary>The expression.</summary>
    public override string ToString() => Text;
}
