using OrleansRocket.Log.Filters;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Log.Filters;

/// <summary>Evaluates expressions over a record that has been encoded, as a broker does.</summary>
internal static class Judge
{
    /// <summary>Whether an expression is true of a record.</summary>
    public static bool Matches(string expression, RecordModel record) =>
        SqlFilter.Parse(expression).Matches(Records.Batches.Views(Records.Batches.Read(Records.Batches.Produced(record)))[0]);

    /// <summary>True, false, or null for unknown: what neither the expression nor its negation is true of.</summary>
    public static bool? Truth(string expression, RecordModel record)
    {
        var (isTrue, isFalse) = (Matches(expression, record), Matches($"NOT ({expression}\n)", record));
        Assert.False(isTrue && isFalse);
        Assert.Equal(!isTrue && !isFalse, Matches($"({expression}\n) IS NULL", record));
        return isTrue ? true : isFalse ? false : null;
    }

    /// <summary>A record with properties.</summary>
    public static RecordModel Record(params (string Name, string Value)[] properties) =>
        new() { Properties = [.. properties.Select(property => new KeyValuePair<string, string>(property.Name, property.Value))] };
}
