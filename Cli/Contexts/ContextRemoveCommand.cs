using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Contexts;

/// <summary><c>rocket context remove</c>.</summary>
internal sealed class ContextRemoveCommand : ContextCommand
{
    private readonly Argument<string> _name = NewName();

    public ContextRemoveCommand(NameCompletions names)
        : base("remove", "Forget a saved cluster; the cluster itself stays as it is", "rocket context remove local")
    {
        _name.CompletionSources.Add(names.Contexts);
        Arguments.Add(_name);
    }

    /// <inheritdoc/>
    public override Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(_name);
        var file = ContextFile.Of(context.Terminal);
        var book = file.Load();
        var entry = Existing(book, name);
        book.Contexts.Remove(name);
        file.Save(book with { Current = book.Current == name ? null : book.Current });
        Write(context, name, entry, inUse: false, "removed");
        return Task.FromResult(ExitCode.Ok);
    }
}
