namespace OrleansRocket;

/// <summary>The kinds of <see cref="StartPosition"/>.</summary>
internal enum StartKind
{
    First,
    Last,
    Offset,
    Time,
}
