using OrleansRocket.Cli.Completion;

namespace OrleansRocket.Cli.Contexts;

/// <summary><c>rocket context remove</c>.</summary>
internal sealed class ContextRemoveCommand(NameCompletions names)
    : SavedContextCommand(names, "remove", "Forget a saved cluster; the cluster itself stays as it is", "rocket context remove local")
{
    /// <inheritdoc/>
    protected override string Verb => "removed";

    /// <inheritdoc/>
    protected override ContextBook Change(ContextBook book, string name)
    {
        book.Contexts.Remove(name);
        return book with { Current = book.Current == name ? null : book.Current };
    }
}
