using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Options;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>mqadmin's <c>-g</c>.</summary>
internal sealed class GroupOption : Option<string?>
{
    public GroupOption(NameCompletions names, bool isRequired = true)
        : base("--groupName", "-g")
    {
        Aliases.Add("--consumerGroup");
        Description = "The consumer group's name";
        HelpName = "GROUP";
        Required = isRequired;
        Validators.Add(NameCheck.For(OrleansRocket.Name.CheckGroup));
        CompletionSources.Add(names.Groups);
    }
}
