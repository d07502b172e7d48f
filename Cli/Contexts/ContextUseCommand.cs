using OrleansRocket.Cli.Completion;

namespace OrleansRocket.Cli.Contexts;

/// <summary><c>rocket context use</c>.</summary>
internal sealed class ContextUseCommand(NameCompletions names)
    : SavedContextCommand(names, "use", "Talk to a saved cluster when nothing else is said", "rocket context use local")
{
    /// <inheritdoc/>
    protected override string Verb => "using";

    /// <inheritdoc/>
    protected override ContextBook Change(ContextBook book, string name) => book with { Current = name };
}
