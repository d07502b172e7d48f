using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Contexts;

/// <summary><c>rocket context add</c>.</summary>
internal sealed class ContextAddCommand : ContextCommand
{
    private readonly Argument<string> _name = NewName();

    public ContextAddCommand()
        : base("add", "Save a cluster under a name, or change one; the first one is in use from then on", "rocket context add local --cluster-dir /var/lib/rocket/cluster") =>
        Arguments.Add(_name);

    /// <inheritdoc/>
    public override Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(_name);
        var directory = context.Arguments.GetValue(ClusterOption.Directory)
            ?? throw new CommandException(ExitCode.Usage, "a context needs --cluster-dir DIR");
        var file = ContextFile.Of(context.Terminal);
        var book = file.Load();
        var entry = new ContextEntry(Path.GetFullPath(directory));
        book.Contexts[name] = entry;
        book = book with { Current = book.InUse is null ? name : book.Current };
        file.Save(book);
        Write(context, name, entry, book.Current == name, "saved");
        return Task.FromResult(ExitCode.Ok);
    }
}
