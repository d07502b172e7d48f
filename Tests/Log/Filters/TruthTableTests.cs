using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Log.Filters;

/// <summary>SQL's three-valued logic, each row of its tables.</summary>
public sealed class TruthTableTests
{
    private const string T = "a = 1";
    private const string F = "a = 2";
    private const string U = "missing = 1";

    private static readonly RecordModel Message = Judge.Record(("a", "1"));

    [Theory]
    [InlineData(T, T, true)]
    [InlineData(T, F, false)]
    [InlineData(T, U, null)]
    [InlineData(F, T, false)]
    [InlineData(F, F, false)]
    [InlineData(F, U, false)]
    [InlineData(U, T, null)]
    [InlineData(U, F, false)]
    [InlineData(U, U, null)]
    public void And(string left, string right, bool? expected) => Assert.Equal(expected, Judge.Truth($"{left} AND {right}", Message));

    [Theory]
    [InlineData(T, T, true)]
    [InlineData(T, F, true)]
    [InlineData(T, U, true)]
    [InlineData(F, T, true)]
    [InlineData(F, F, false)]
    [InlineData(F, U, null)]
    [InlineData(U, T, true)]
    [InlineData(U, F, null)]
    [InlineData(U, U, null)]
    public void Or(string left, string right, bool? expected) => Assert.Equal(expected, Judge.Truth($"{left} OR {right}", Message));

    [Theory]
    [InlineData(T, false)]
    [InlineData(F, true)]
    [InlineData(U, null)]
    public void Not(string condition, bool? expected) => Assert.Equal(expected, Judge.Truth($"NOT ({condition})", Message));

    [Theory]
    [InlineData(T, false)]
    [InlineData(F, false)]
    [InlineData(U, true)]
    public void Is_null(string condition, bool expected)
    {
        Assert.Equal(expected, Judge.Truth($"({condition}) IS NULL", Message));
        Assert.Equal(!expected, Judge.Truth($"({condition}) IS NOT NULL", Message));
    }

    [Theory]
    [InlineData(T, T, true)]
    [InlineData(T, F, false)]
    [InlineData(F, F, true)]
    [InlineData(T, U, null)]
    [InlineData(U, F, null)]
    [InlineData(U, U, null)]
    public void Equality_of_truth_values(string left, string right, bool? expected)
    {
        Assert.Equal(expected, Judge.Truth($"({left}) = ({right})", Message));
        Assert.Equal(!expected, Judge.Truth($"({left}) <> ({right})", Message));
    }
}
