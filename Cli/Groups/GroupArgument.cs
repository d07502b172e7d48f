using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Options;

namespace OrleansRocket.Cli.Groups;

/// <summary>The name of a consumer group.</summary>
internal sealed class GroupArgument : Argument<string>
{
    public GroupArgument(NameCompletions names)
        : base("GROUP")
    {
        Description = "The consumer group's name";
        Validators.Add(NameCheck.For(OrleansRocket.Name.CheckGroup));
        CompletionSources.Add(names.Groups);
    }
}
