using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters;

namespace OrleansRocket.Tests.Log.Filters;

public sealed class SqlSyntaxTests
{
    [Theory]
    [InlineData("", 1, "the filter ends")]
    [InlineData("  ", 3, "the filter ends")]
    [InlineData("a =", 4, "expected a property, a number, a text, TRUE, FALSE, NULL, NOT or '(', but the filter ends")]
    [InlineData("a=1 AND", 8, "the filter ends")]
    [InlineData("a >  AND b = 1", 6, "there is 'AND'")]
    [InlineData("a = 1 garbage", 7, "expected AND, OR, a comparison or the end, but there is 'garbage'")]
    [InlineData("TAGS LIKE 'A'", 6, "LIKE is not known; there are CONTAINS, STARTSWITH and ENDSWITH")]
    [InlineData("a + 1 = 2", 3, "'+'")]
    [InlineData("a * 2 = 2", 3, "'*' is not part of the language")]
    [InlineData("a == 1", 3, "equality is '='")]
    [InlineData("a = \"x\"", 5, "text stands in single quotes")]
    [InlineData("a = 'x", 5, "no closing quote")]
    [InlineData("a = 'it''", 5, "no closing quote")]
    [InlineData("a = 1 /* x", 7, "no '*/'")]
    [InlineData("a = 1x", 6, "'x' cannot follow a number")]
    [InlineData("a = 1.2.3", 8, "'.' cannot follow a number")]
    [InlineData("a = 1e", 7, "exponent")]
    [InlineData("a = 1\0", 6, "not part of the language")]
    [InlineData("城市 = 'x'", 1, "not part of the language")]
    [InlineData("(a = 1", 7, "expected ')', but the filter ends")]
    [InlineData("a = 1)", 6, "but there is ')'")]
    [InlineData("a = TRUE > 1", 5, "a truth value has no order")]
    [InlineData("TAGS > 'A'", 8, "a text has no order: expected a number or a property")]
    [InlineData("a >= '1'", 6, "has no order")]
    [InlineData("NULL < 1", 1, "NULL has no order")]
    [InlineData("a = NULL", 5, "IS NULL")]
    [InlineData("a = 1 = 2", 9, "a number cannot be compared with a truth value")]
    [InlineData("a = 1 = 'x'", 9, "a text cannot be compared with a truth value")]
    [InlineData("'x' = 1", 1, "a number is compared with a text that is none")]
    [InlineData("a BETWEEN 2 AND 0", 17, "the upper bound of BETWEEN is less than the lower one")]
    [InlineData("a BETWEEN 'a' AND 'b'", 11, "has no order")]
    [InlineData("a BETWEEN 2 OR 3", 13, "expected AND and the upper bound")]
    [InlineData("a IN (1, 2)", 7, "expected a text in single quotes, but there is '1'")]
    [InlineData("a IN ()", 7, "expected a text")]
    [InlineData("a IN ('x'", 10, "expected ',' or ')'")]
    [InlineData("a IN 'x'", 6, "expected '('")]
    [InlineData("1 IN ('x')", 1, "IN needs a property in front of it, not a number")]
    [InlineData("'x' STARTSWITH 'x'", 1, "STARTSWITH needs a property in front of it, not a text")]
    [InlineData("a CONTAINS 1", 12, "expected a text")]
    [InlineData("a CONTAINS ''", 12, "not empty")]
    [InlineData("a NOT 1", 3, "there is 'NOT'")]
    [InlineData("a IS 1", 6, "expected NULL or NOT NULL")]
    [InlineData("a IS NOT 1", 10, "expected NULL, but")]
    [InlineData("a", 1, "property a alone is no condition; compare it, as in a = TRUE or a IS NOT NULL")]
    [InlineData("a = 1 AND  b", 12, "property b alone")]
    [InlineData("1", 1, "a number is no condition")]
    [InlineData("NULL", 1, "NULL is no condition")]
    [InlineData("NOT a = 1", 5, "as in NOT (a = 1)")]
    [InlineData("NOT 'x'", 5, "as in NOT (a = 1)")]
    [InlineData("-a < 0", 2, "expected a number behind the sign")]
    [InlineData("a = 9223372036854775808", 5, "an integer must be -9223372036854775808 to 9223372036854775807")]
    [InlineData("a = 1e400", 5, "the number is too large")]
    public void An_error_points_at_its_column_and_says_what_is_wrong(string expression, int column, string problem)
    {
        var error = Assert.Throws<FilterSyntaxException>(() => SqlFilter.Parse(expression));
        Assert.Equal((FilterSyntaxException.ErrorCode, column), (error.Code, error.Column));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Contains($"column {column}: {error.Problem}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', error.Message);
    }

    [Fact]
    public void A_long_filter_is_shown_around_its_error()
    {
        var start = string.Join(" AND ", Enumerable.Range(0, 30).Select(number => $"p{number} = {number}"));
        var error = Assert.Throws<FilterSyntaxException>(() => SqlFilter.Parse($"{start} AND here ! AND {start.Replace('p', 'q')}"));
        Assert.Contains("here ! AND q0", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 100, 200);
    }

    [Fact]
    public void A_filter_has_a_limit_of_length()
    {
        var list = $"a IN ('{new string('x', SqlFilter.MaxLength)}";
        Assert.NotNull(SqlFilter.Parse($"{list.AsSpan(0, SqlFilter.MaxLength - 2)}')"));
        var error = Assert.Throws<FilterSyntaxException>(() => SqlFilter.Parse($"{list.AsSpan(0, SqlFilter.MaxLength - 1)}')"));
        Assert.Equal((SqlFilter.MaxLength + 1, "it has 8193 characters; the limit is 8192"), (error.Column, error.Problem));
    }

    [Theory]
    [InlineData("(", "a = 1", ")")]
    [InlineData("NOT ", "(a = 1)", "")]
    [InlineData("", "a = 1", " = TRUE")]
    [InlineData("", "a = 1", " IS NOT NULL")]
    [InlineData("NOT (a = 1 AND ", "a = 1", ")")]
    public void A_filter_has_a_limit_of_depth(string before, string middle, string after)
    {
        string Nested(int levels) => string.Concat([.. Enumerable.Repeat(before, levels), middle, .. Enumerable.Repeat(after, levels)]);
        var fits = Enumerable.Range(1, SqlFilter.MaxDepth).Last(levels => Record.Exception(() => SqlFilter.Parse(Nested(levels))) is null);
        Assert.InRange(fits, SqlFilter.MaxDepth / 3, SqlFilter.MaxDepth);
        var error = Assert.Throws<FilterSyntaxException>(() => SqlFilter.Parse(Nested(400)));
        Assert.Contains("the limit is 64 levels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_cannot_be_had_by_mixing_ways_to_nest()
    {
        var expression = "a = 1";
        for (var level = 0; level < SqlFilter.MaxDepth - 1; level++)
            expression = $"({expression}) = TRUE{(level % 2 == 0 ? " = TRUE" : "")}";
        Assert.Contains("nests too deep", Assert.Throws<FilterSyntaxException>(() => SqlFilter.Parse(expression)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_conditions_does_not_nest()
    {
        var expression = string.Join(" OR ", Enumerable.Range(0, 900).Select(number => $"a={number % 10}"));
        Assert.True(Judge.Matches(expression, Judge.Record(("a", "9"))));
        Assert.False(Judge.Matches(expression, Judge.Record(("a", "10"))));
    }

    [Fact]
    public void A_filter_has_a_limit_of_properties()
    {
        static string Naming(int properties) => string.Join(" AND ", Enumerable.Range(0, properties).Select(number => $"p{number} IS NULL AND P0 IS NULL"));
        Assert.True(Judge.Matches(Naming(SqlFilter.MaxProperties - 1), Judge.Record()));
        var error = Assert.Throws<FilterSyntaxException>(() => SqlFilter.Parse(Naming(SqlFilter.MaxProperties)));
        Assert.Equal("p31 is one property too many; the limit is 32", error.Problem);
    }
}
