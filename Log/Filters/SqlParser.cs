using System.Text;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters.Conditions;

namespace OrleansRocket.Log.Filters;

/// <summary>
/// Reads RocketMQ's grammar by recursive descent, from the loosest binding to the tightest: OR, AND, equality and IS NULL, the other
/// comparisons, signs and NOT, then constants, properties and parentheses.
/// </summary>
internal sealed class SqlParser
{
    /// <summary>What is found in place of something else is shown so far.</summary>
    private const int ShownChars = 40;

    private readonly string _text;
    private readonly PropertyNames _names;
    private readonly SqlLexer _lexer;
    private readonly SqlComparisons _comparisons;
    private SqlToken _token;
    private SqlToken _ahead;
    private int _depth;

    public SqlParser(string text, PropertyNames names)
    {
        _text = text;
        _names = names;
        _lexer = new SqlLexer(text);
        _comparisons = new SqlComparisons(text, names);
        _token = _lexer.Next();
        _ahead = _lexer.Next();
    }

    /// <summary>Reads the whole expression.</summary>
    /// <exception cref="FilterSyntaxException">It does not follow the grammar, or passes a limit.</exception>
    public Condition Parse()
    {
        var term = Or();
        if (_token.Kind == SqlTokenKind.End)
            return _comparisons.Condition(term);
        var isLike = _token.Kind == SqlTokenKind.Name && _token.Of(_text).Equals("LIKE", StringComparison.OrdinalIgnoreCase);
        throw isLike ? Wrong("LIKE is not known; there are CONTAINS, STARTSWITH and ENDSWITH") : Expected("AND, OR, a comparison or the end");
    }

    private SqlTerm Or() => Join(SqlTokenKind.Or, And, static conditions => new AnyOf(conditions));

    private SqlTerm And() => Join(SqlTokenKind.And, Equality, static conditions => new AllOf(conditions));

    /// <summary>However many conditions are joined, they make one level: a long list does not nest.</summary>
    private SqlTerm Join(SqlTokenKind word, Func<SqlTerm> part, Func<Condition[], Condition> join)
    {
        var first = part();
        if (_token.Kind != word)
            return first;
        var conditions = new List<Condition> { _comparisons.Condition(first) };
        var depth = first.Depth;
        while (Take(word))
        {
            var next = part();
            conditions.Add(_comparisons.Condition(next));
            depth = Math.Max(depth, next.Depth);
        }

        return Term(first, join([.. conditions]), depth);
    }

    private SqlTerm Equality()
    {
        var left = Comparison();
        while (_token.Kind is SqlTokenKind.Equal or SqlTokenKind.NotEqual or SqlTokenKind.Is)
        {
            var kind = Take();
            if (kind == SqlTokenKind.Is)
            {
                left = Term(left, IsNull(left));
                continue;
            }

            var right = Comparison();
            var equal = _comparisons.Equal(left, right);
            left = Term(left, kind == SqlTokenKind.Equal ? equal : new Negation(equal), right.Depth);
        }

        return left;
    }

    private Condition IsNull(SqlTerm value)
    {
        var isNegated = Take(SqlTokenKind.Not);
        if (!Take(SqlTokenKind.Null))
            throw Expected(isNegated ? "NULL" : "NULL or NOT NULL");
        var isNull = SqlComparisons.IsNull(value);
        return isNegated ? new Negation(isNull) : isNull;
    }

    private SqlTerm Comparison()
    {
        var left = Unary();
        while (true)
        {
            if (_token.Kind is SqlTokenKind.Less or SqlTokenKind.LessOrEqual or SqlTokenKind.Greater or SqlTokenKind.GreaterOrEqual)
                left = Term(left, _comparisons.Order(left, Take(), Unary()));
            else if (IsTextComparison(_token.Kind))
                left = Term(left, TextComparison(left, isNegated: false));
            else if (_token.Kind == SqlTokenKind.Not && IsTextComparison(_ahead.Kind) && Take(SqlTokenKind.Not))
                left = Term(left, TextComparison(left, isNegated: true));
            else
                return left;
        }
    }

    /// <summary>The comparisons that are words, and that NOT can stand in front of.</summary>
    private static bool IsTextComparison(SqlTokenKind kind) =>
        kind is SqlTokenKind.Between or SqlTokenKind.In or SqlTokenKind.Contains or SqlTokenKind.StartsWith or SqlTokenKind.EndsWith;

    private Condition TextComparison(SqlTerm left, bool isNegated)
    {
        var kind = Take();
        if (kind == SqlTokenKind.Between)
            return Between(left, isNegated);
        var condition = kind == SqlTokenKind.In ? _comparisons.In(left, Texts()) : _comparisons.Match(left, kind, Sought());
        return isNegated ? new Negation(condition) : condition;
    }

    private Condition Between(SqlTerm value, bool isNegated)
    {
        var low = Unary();
        Require(SqlTokenKind.And, "AND and the upper bound");
        return _comparisons.Between(value, low, Unary(), isNegated);
    }

    private List<string> Texts()
    {
        Require(SqlTokenKind.Open, "'(' and texts in single quotes");
        var texts = new List<string>();
        do
            texts.Add(Text());
        while (Take(SqlTokenKind.Comma));
        Require(SqlTokenKind.Close, "',' or ')'");
        return texts;
    }

    private string Sought()
    {
        var column = _token.Column;
        var sought = Text();
        return sought.Length > 0 ? sought : throw new FilterSyntaxException(_text, column, "expected a text that is not empty");
    }

    private SqlTerm Unary()
    {
        var start = _token;
        if (start.Kind is SqlTokenKind.Plus or SqlTokenKind.Minus)
            return SignedNumber();
        if (!Take(SqlTokenKind.Not))
            return Primary();
        Deepen();
        var operand = Unary();
        _depth--;
        return Term(operand, new Negation(operand.Condition ?? throw NotNeedsParentheses(operand))) with { Column = start.Column };
    }

    /// <summary>Signs belong to numbers: a sign in front of a property would make it unknown, as RocketMQ does.</summary>
    private SqlTerm SignedNumber()
    {
        var start = _token;
        var isNegative = false;
        while (_token.Kind is SqlTokenKind.Plus or SqlTokenKind.Minus)
            isNegative ^= Take() == SqlTokenKind.Minus;
        if (_token.Kind != SqlTokenKind.Number)
            throw Expected("a number behind the sign");
        return Number(start.Column, isNegative);
    }

    private SqlTerm Primary()
    {
        var start = _token;
        switch (start.Kind)
        {
            case SqlTokenKind.Number:
                return Number(start.Column, isNegative: false);
            case SqlTokenKind.Text:
                return new SqlTerm { Column = start.Column, Text = Text() };
            case SqlTokenKind.Name:
                return Property();
            case SqlTokenKind.True or SqlTokenKind.False:
                Take();
                return new SqlTerm { Column = start.Column, Condition = new Constant(start.Kind == SqlTokenKind.True ? Truth.True : Truth.False) };
            case SqlTokenKind.Null:
                Take();
                return new SqlTerm { Column = start.Column };
            case SqlTokenKind.Open:
                Deepen();
                Take();
                var inner = Or();
                Require(SqlTokenKind.Close, "')'");
                _depth--;
                return inner with { Column = start.Column };
            default:
                throw Expected("a property, a number, a text, TRUE, FALSE, NULL, NOT or '('");
        }
    }

    private SqlTerm Property()
    {
        var (column, name) = (_token.Column, _token.Of(_text));
        var property = _names.NumberOf(name);
        if (property < 0)
            throw Wrong($"{name} is one property too many; the limit is {SqlFilter.MaxProperties}");
        Take();
        return new SqlTerm { Column = column, Property = property, Name = name };
    }

    private SqlTerm Number(int column, bool isNegative)
    {
        var digits = _token.Of(_text).TrimEnd('l', 'L');
        if (!Filters.Number.TryParse(Encoding.ASCII.GetBytes(isNegative ? $"-{digits}" : digits), out var number))
            throw Wrong("the number is too large");
        if (!digits.AsSpan().ContainsAny(".eE") && !number.IsInteger)
            throw Wrong($"an integer must be {long.MinValue} to {long.MaxValue}");
        Take();
        return new SqlTerm { Column = column, Number = number };
    }

    private string Text()
    {
        if (_token.Kind != SqlTokenKind.Text)
            throw Expected("a text in single quotes");
        var quoted = _token.Of(_text);
        Take();
        return quoted[1..^1].Replace("''", "'", StringComparison.Ordinal);
    }

    /// <summary>A condition one level above what it is made of.</summary>
    private SqlTerm Term(SqlTerm first, Condition condition, int otherDepth = 0)
    {
        var depth = Math.Max(first.Depth, otherDepth) + 1;
        return depth <= SqlFilter.MaxDepth ? new SqlTerm { Column = first.Column, Condition = condition, Depth = depth } : throw TooDeep();
    }

    private SqlTokenKind Take()
    {
        var kind = _token.Kind;
        _token = _ahead;
        _ahead = _lexer.Next();
        return kind;
    }

    private bool Take(SqlTokenKind kind)
    {
        if (_token.Kind != kind)
            return false;
        Take();
        return true;
    }

    private void Require(SqlTokenKind kind, string expected)
    {
        if (!Take(kind))
            throw Expected(expected);
    }

    /// <summary>Without a limit, an expression could use up the stack of the thread that reads or evaluates it.</summary>
    private void Deepen()
    {
        if (++_depth > SqlFilter.MaxDepth)
            throw TooDeep();
    }

    private FilterSyntaxException TooDeep() => Wrong($"it nests too deep here; the limit is {SqlFilter.MaxDepth} levels");

    /// <summary>In RocketMQ's grammar NOT binds tighter than any comparison: <c>NOT a = 1</c> would be <c>(NOT a) = 1</c>, which is never true.</summary>
    private FilterSyntaxException NotNeedsParentheses(SqlTerm operand) =>
        new(_text, operand.Column, "expected a condition in parentheses behind NOT, as in NOT (a = 1)");

    private FilterSyntaxException Expected(string what) =>
        Wrong(_token.Kind == SqlTokenKind.End ? $"expected {what}, but the filter ends" : $"expected {what}, but there is {Shown(_token)}");

    private string Shown(SqlToken token) => token.Length > ShownChars ? $"{token.Of(_text)[..ShownChars]}..." : token.Kind == SqlTokenKind.Text ? token.Of(_text) : $"'{token.Of(_text)}'";

    private FilterSyntaxException Wrong(string problem) => new(_text, _token.Column, problem);
}
