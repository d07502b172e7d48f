using OrleansRocket.Log.Errors;

namespace OrleansRocket.Log.Filters;

/// <summary>Splits an SQL expression into tokens. Words of the language count in any case; white space and comments separate.</summary>
internal sealed class SqlLexer(string text)
{
    private static readonly Dictionary<string, SqlTokenKind> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AND"] = SqlTokenKind.And,
        ["OR"] = SqlTokenKind.Or,
        ["NOT"] = SqlTokenKind.Not,
        ["BETWEEN"] = SqlTokenKind.Between,
        ["IN"] = SqlTokenKind.In,
        ["IS"] = SqlTokenKind.Is,
        ["NULL"] = SqlTokenKind.Null,
        ["TRUE"] = SqlTokenKind.True,
        ["FALSE"] = SqlTokenKind.False,
        ["CONTAINS"] = SqlTokenKind.Contains,
        ["STARTSWITH"] = SqlTokenKind.StartsWith,
        ["ENDSWITH"] = SqlTokenKind.EndsWith,
    };

    private int _position;

    /// <summary>Takes the next token; the last one is <see cref="SqlTokenKind.End"/>, again and again.</summary>
    /// <exception cref="FilterSyntaxException">No token begins here, or it does not end.</exception>
    public SqlToken Next()
    {
        SkipSpace();
        if (_position == text.Length)
            return new SqlToken(SqlTokenKind.End, _position, 0);
        var first = text[_position];
        if (IsNameStart(first))
            return Word();
        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(At(_position + 1))))
            return Number();
        return first == '\'' ? Text() : Sign(first);
    }

    private void SkipSpace()
    {
        while (_position < text.Length)
        {
            if (text[_position] is ' ' or '\t' or '\n' or '\r' or '\f')
                _position++;
            else if (Follows("--"))
                _position = text.AsSpan(_position).IndexOfAny('\r', '\n') is var end and >= 0 ? _position + end : text.Length;
            else if (Follows("/*"))
                SkipBlock();
            else
                return;
        }
    }

    private void SkipBlock()
    {
        var end = text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        if (end < 0)
            throw new FilterSyntaxException(text, _position + 1, "the comment that begins here has no '*/'");
        _position = end + 2;
    }

    private SqlToken Word()
    {
        var start = _position;
        while (IsNameStart(At(_position)) || char.IsAsciiDigit(At(_position)))
            _position++;
        var kind = Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text.AsSpan(start, _position - start), out var word) ? word : SqlTokenKind.Name;
        return Token(kind, start);
    }

    /// <summary>Digits with an L behind them, or with a fraction or an exponent.</summary>
    private SqlToken Number()
    {
        var start = _position;
        SkipDigits();
        if (At(_position) is 'l' or 'L')
        {
            _position++;
        }
        else
        {
            if (At(_position) == '.')
            {
                _position++;
                SkipDigits();
            }

            SkipExponent();
        }

        if (IsNameStart(At(_position)) || At(_position) == '.')
            throw new FilterSyntaxException(text, _position + 1, $"'{At(_position)}' cannot follow a number");
        return Token(SqlTokenKind.Number, start);
    }

    private void SkipExponent()
    {
        if (At(_position) is not ('e' or 'E'))
            return;
        var digits = At(_position + 1) is '+' or '-' ? _position + 2 : _position + 1;
        if (!char.IsAsciiDigit(At(digits)))
            throw new FilterSyntaxException(text, digits + 1, "expected the digits of an exponent");
        _position = digits;
        SkipDigits();
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(At(_position)))
            _position++;
    }

    /// <summary>A text in single quotes, in which two of them stand for one.</summary>
    private SqlToken Text()
    {
        var start = _position++;
        while (_position < text.Length)
        {
            if (text[_position++] != '\'')
                continue;
            if (At(_position) != '\'')
                return Token(SqlTokenKind.Text, start);
            _position++;
        }

        throw new FilterSyntaxException(text, start + 1, "the text that begins here has no closing quote");
    }

    private SqlToken Sign(char first)
    {
        var start = _position;
        var (kind, length) = (first, At(_position + 1)) switch
        {
            ('=', '=') => throw new FilterSyntaxException(text, start + 1, "'==' is not known; equality is '='"),
            ('<', '>') or ('!', '=') => (SqlTokenKind.NotEqual, 2),
            ('<', '=') => (SqlTokenKind.LessOrEqual, 2),
            ('>', '=') => (SqlTokenKind.GreaterOrEqual, 2),
            ('=', _) => (SqlTokenKind.Equal, 1),
            ('<', _) => (SqlTokenKind.Less, 1),
            ('>', _) => (SqlTokenKind.Greater, 1),
            ('(', _) => (SqlTokenKind.Open, 1),
            (')', _) => (SqlTokenKind.Close, 1),
            (',', _) => (SqlTokenKind.Comma, 1),
            ('+', _) => (SqlTokenKind.Plus, 1),
            ('-', _) => (SqlTokenKind.Minus, 1),
            ('"', _) => throw new FilterSyntaxException(text, start + 1, "text stands in single quotes"),
            _ => throw new FilterSyntaxException(text, start + 1, char.IsControl(first) || char.IsSurrogate(first) ? "this character is not part of the language" : $"'{first}' is not part of the language"),
        };
        _position += length;
        return Token(kind, start);
    }

    private SqlToken Token(SqlTokenKind kind, int start) => new(kind, start, _position - start);

    private char At(int position) => position < text.Length ? text[position] : '\0';

    private bool Follows(string what) => string.CompareOrdinal(text, _position, what, 0, what.Length) == 0;

    private static bool IsNameStart(char unit) => char.IsAsciiLetter(unit) || unit is '_' or '$';
}
