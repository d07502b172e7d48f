namespace OrleansRocket.Pop;

/// <summary>The kinds of <see cref="PopChange"/>.</summary>
internal enum PopChangeKind
{
    Start,
    Next,
    Lease,
    Done,
}
