using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Contexts;

/// <summary><c>rocket context use</c>.</summary>
internal sealed class ContextUseCommand : ContextCommand
{
    private readonly Argument<string> _name = NewName();

    public ContextUseCommand(NameCompletions names)
        : base("use", "Talk to a saved cluster when nothing else is said", "rocket context use local")
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
        file.Save(book with { Current = name });
        Write(context, name, entry, inUse: true, "using");
        return Task.FromResult(ExitCode.Ok);
    }
}
