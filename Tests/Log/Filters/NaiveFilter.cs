using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Log.Filters;

/// <summary>An expression that can be written as SQL, and evaluated the simplest way: over a dictionary of strings, with C#'s own logic of three values.</summary>
/// <param name="Sql">The expression, safe to be put beside any operator of a condition.</param>
/// <param name="Truth">What it is of a record's properties.</param>
internal sealed record NaiveFilter(string Sql, Func<IReadOnlyDictionary<string, string>, bool?> Truth)
{
    private static readonly string[] Names = ["a", "b", "c", "TAGS", "KEYS"];
    private static readonly string[] Values = ["", "0", "1", "-1", "1.0", "1.5", "15e-1", "+1", " 1", "01", "abc", "ab", "it's", "true", "TRUE", "false", "上海", "1000000000000"];
    private static readonly string[] Numbers = ["0", "1", "-1", "1.5", "+2L", "- 1.0", ".5", "1e3", "1000000000000"];

    public static Gen<NaiveFilter> Generator { get; } = Gen.Sized(size => Any(Math.Min(size, 4)));

    public static Gen<RecordModel> RecordGenerator { get; } =
        from tag in Gen.Elements<string?>(["A", "abc", "1", null])
        from keys in Gen.Elements<string?>(["k1 k2", "1.5", null])
        from names in Gen.Elements("a", "b", "c", "a", "other", "TAGS").ListOf()
        from values in Gen.Elements(Values).ArrayOf(names.Count)
        select new RecordModel { Tag = tag, Keys = keys, Properties = [.. names.Zip(values, (name, value) => new KeyValuePair<string, string>(name, value))] };

    /// <summary>The properties as the expression sees them.</summary>
    public static Dictionary<string, string> PropertiesOf(RecordModel record)
    {
        var properties = new Dictionary<string, string>();
        if (record.Tag is { } tag)
            properties["TAGS"] = tag;
        if (record.Keys is { } keys)
            properties["KEYS"] = keys;
        foreach (var (name, value) in record.Properties)
        {
            if (name is not ("TAGS" or "KEYS"))
                properties.TryAdd(name, value);
        }

        return properties;
    }

    public override string ToString() => Sql;

    private static Gen<NaiveFilter> Any(int depth) => depth == 0
        ? Leaf()
        : Gen.Frequency(
            (3, Leaf()),
            (2, Several("AND", depth, static (left, right) => left & right)),
            (2, Several("OR", depth, static (left, right) => left | right)),
            (1, Any(depth - 1).Select(inner => new NaiveFilter($"NOT ({inner.Sql})", record => !inner.Truth(record)))),
            (1, Any(depth - 1).Select(inner => new NaiveFilter($"({inner.Sql}) IS NULL", record => inner.Truth(record) is null))),
            (1, from left in Any(depth - 1)
                from right in Any(depth - 1)
                select new NaiveFilter($"({left.Sql}) = ({right.Sql})", record => left.Truth(record) is { } first && right.Truth(record) is { } second ? first == second : null)));

    private static Gen<NaiveFilter> Several(string word, int depth, Func<bool?, bool?, bool?> combine) =>
        from parts in Any(depth - 1).ListOf(3)
        from spelled in Gen.Elements(word, word.ToLowerInvariant(), $"{word} /* or not */")
        select new NaiveFilter(
            string.Join($" {spelled} ", parts.Select(part => $"({part.Sql})")),
            record => parts.Select(part => part.Truth(record)).Aggregate(combine));

    private static Gen<NaiveFilter> Leaf() => Gen.OneOf(Order(), NumberEquality(), TextEquality(), TruthValue(), In(), Match(), Between(), IsNull());

    private static Gen<NaiveFilter> Order() =>
        from left in NumberOperand()
        from comparison in Gen.Elements("<", "<=", ">", ">=")
        from right in NumberOperand()
        select new NaiveFilter($"{left.Sql} {comparison} {right.Sql}", record => Compare(left.Value(record), right.Value(record)) is { } order ? IsOrder(order, comparison) : null);

    private static bool IsOrder(int order, string comparison) => comparison switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static Gen<NaiveFilter> NumberEquality() =>
        from left in NumberOperand()
        from isNegated in Gen.Elements(false, true)
        from number in Gen.Elements(Numbers)
        select new NaiveFilter($"{left.Sql}{(isNegated ? "<>" : "=")}{number}", record => Compare(left.Value(record), Parse(number)) is { } order ? (order == 0) != isNegated : null);

    private static Gen<NaiveFilter> TextEquality() =>
        from name in Gen.Elements(Names)
        from other in Gen.Elements(Names)
        from constant in Gen.Elements<string?>([.. Values, null])
        from comparison in Gen.Elements("=", "<>", "!=")
        select new NaiveFilter($"{name} {comparison} {(constant is null ? other : Quoted(constant))}", record =>
            record.GetValueOrDefault(name) is { } left && (constant ?? record.GetValueOrDefault(other)) is { } right ? (left == right) == (comparison == "=") : null);

    private static Gen<NaiveFilter> TruthValue() => Gen.OneOf(
        Gen.Elements(true, false).Select(value => new NaiveFilter(value ? "TRUE" : "false", _ => value)),
        from name in Gen.Elements(Names)
        from value in Gen.Elements(true, false)
        select new NaiveFilter($"{name} = {(value ? "true" : "FALSE")}", record =>
            record.GetValueOrDefault(name) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) == value : null));

    private static Gen<NaiveFilter> In() =>
        from name in Gen.Elements(Names)
        from isNegated in Gen.Elements(false, true)
        from texts in Gen.Elements(Values).NonEmptyListOf()
        select new NaiveFilter($"{name} {(isNegated ? "not in" : "IN")} ({string.Join(", ", texts.Select(Quoted))})", record =>
            record.GetValueOrDefault(name) is { } text ? texts.Contains(text) != isNegated : null);

    private static Gen<NaiveFilter> Match() =>
        from name in Gen.Elements(Names)
        from isNegated in Gen.Elements("", "NOT ")
        from kind in Gen.Elements("CONTAINS", "StartsWith", "ENDSWITH")
        from sought in Gen.Elements([.. Values.Where(value => value.Length > 0)])
        select new NaiveFilter($"{name} {isNegated}{kind} {Quoted(sought)}", record =>
            record.GetValueOrDefault(name) is { } text ? IsMatch(text, kind, sought) == (isNegated.Length == 0) : null);

    private static bool IsMatch(string text, string kind, string sought) => kind switch
    {
        "CONTAINS" => text.Contains(sought, StringComparison.Ordinal),
        "ENDSWITH" => text.EndsWith(sought, StringComparison.Ordinal),
        _ => text.StartsWith(sought, StringComparison.Ordinal),
    };

    private static Gen<NaiveFilter> Between() =>
        from name in Gen.Elements(Names)
        from isNegated in Gen.Elements("", "NOT ")
        from low in NumberOperand()
        from high in Gen.Elements(Names)
        select new NaiveFilter($"{name} {isNegated}BETWEEN {low.Sql} AND {high}", record =>
        {
            var value = Parse(record.GetValueOrDefault(name));
            var isAbove = Compare(value, low.Value(record)) is { } first ? first >= 0 : (bool?)null;
            var isBelow = Compare(value, Parse(record.GetValueOrDefault(high))) is { } second ? second <= 0 : (bool?)null;
            return isNegated.Length == 0 ? isAbove & isBelow : !isAbove | !isBelow;
        });

    private static Gen<NaiveFilter> IsNull() =>
        from name in Gen.Elements(Names)
        from isNegated in Gen.Elements("", "NOT ")
        select new NaiveFilter($"{name} IS {isNegated}NULL", record => record.ContainsKey(name) != (isNegated.Length == 0));

    private static Gen<(string Sql, Func<IReadOnlyDictionary<string, string>, decimal?> Value)> NumberOperand() => Gen.OneOf(
        Gen.Elements(Names).Select(name => (name, (Func<IReadOnlyDictionary<string, string>, decimal?>)(record => Parse(record.GetValueOrDefault(name))))),
        Gen.Elements(Numbers).Select(number => (number, (Func<IReadOnlyDictionary<string, string>, decimal?>)(_ => Parse(number)))));

    private static int? Compare(decimal? left, decimal? right) => left is { } first && right is { } second ? first.CompareTo(second) : null;

    private static decimal? Parse(string? text)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var plain = text?.TrimEnd('L').Replace("- ", "-", StringComparison.Ordinal);
        return decimal.TryParse(plain, style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
