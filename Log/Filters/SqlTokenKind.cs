namespace OrleansRocket.Log.Filters;

/// <summary>What a token of an SQL expression is.</summary>
internal enum SqlTokenKind
{
    End,
    Name,
    Text,
    Number,
    Open,
    Close,
    Comma,
    Plus,
    Minus,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Not,
    Between,
    In,
    Is,
    Null,
    True,
    False,
    Contains,
    StartsWith,
    EndsWith,
}
