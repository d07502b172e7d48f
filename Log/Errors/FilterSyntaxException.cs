using System.Globalization;

namespace OrleansRocket.Log.Errors;

/// <summary>The text of a filter cannot be read, or asks for something that can never be.</summary>
public sealed class FilterSyntaxException : LogException
{
    /// <summary>The value of <see cref="LogException.Code"/>.</summary>
    public const string ErrorCode = "FILTER_SYNTAX";

    /// <summary>A longer filter is shown in part, so that the message stays one line that can be read.</summary>
    private const int ShownChars = 80;

    /// <summary>Creates the error.</summary>
    /// <param name="text">The whole filter.</param>
    /// <param name="column">Where, in UTF-16 code units from 1 on; one behind the end when something is missing there.</param>
    /// <param name="problem">What is wrong, and what would be right.</param>
    public FilterSyntaxException(string text, int column, string problem)
        : base(ErrorCode, string.Create(CultureInfo.InvariantCulture, $"filter '{Excerpt(text, column)}' is wrong at column {column}: {problem}"))
    {
        Column = column;
        Problem = problem;
    }

    /// <summary>Where, in UTF-16 code units from 1 on.</summary>
    public int Column { get; }

    /// <summary>What is wrong, and what would be right.</summary>
    public string Problem { get; }

    private static string Excerpt(string text, int column)
    {
        var start = text.Length <= ShownChars ? 0 : Math.Clamp(column - 1 - (ShownChars / 2), 0, text.Length - ShownChars);
        var end = Math.Min(text.Length, start + ShownChars);
        var shown = string.Create(end - start, (text, start), static (span, from) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                var unit = from.text[from.start + index];
                span[index] = char.IsControl(unit) ? ' ' : unit;
            }
        });
        return $"{(start > 0 ? "..." : "")}{shown}{(end < text.Length ? "..." : "")}";
    }
}
