using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Contexts;

/// <summary>A command that changes what is saved about a context that is there.</summary>
internal abstract class SavedContextCommand : ContextCommand
{
    private readonly Argument<string> _name = NewName();

    protected SavedContextCommand(NameCompletions names, string name, string description, params string[] examples)
        : base(name, description, examples)
    {
        _name.CompletionSources.Add(names.Contexts);
        Arguments.Add(_name);
    }

    /// <summary>What is said to have been done.</summary>
    protected abstract string Verb { get; }

    /// <inheritdoc/>
    public sealed override Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(_name);
        var file = ContextFile.Of(context.Terminal);
        var book = file.Load();
        var entry = Existing(book, name);
        var changed = Change(book, name);
        file.Save(changed);
        Write(context, name, entry, changed.Current == name, Verb);
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>The contexts after the change.</summary>
    protected abstract ContextBook Change(ContextBook book, string name);
}
