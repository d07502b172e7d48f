namespace OrleansRocket.Log.Filters;

/// <summary>A token of an SQL expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts, from 0 on.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length)
{
    /// <summary>Its column, as errors count them: from 1 on.</summary>
    public int Column => Start + 1;

    /// <summary>The token's own text.</summary>
    public string Of(string text) => text.Substring(Start, Length);
}
