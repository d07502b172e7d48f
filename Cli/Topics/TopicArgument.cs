using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Options;

namespace OrleansRocket.Cli.Topics;

/// <summary>The name of a topic; one that cannot be is refused before anything is tried.</summary>
internal sealed class TopicArgument : Argument<string>
{
    /// <summary>Makes the argument.</summary>
    /// <param name="names">Completes it; null where the topic is a new one.</param>
    /// <param name="isUsers">Whether the system's own topics are refused.</param>
    public TopicArgument(NameCompletions? names, bool isUsers = true)
        : base("TOPIC")
    {
        Description = "The topic's name: letters, digits, '%', '-', '_' and '|', at most 127";
        Validators.Add(NameCheck.For(isUsers ? OrleansRocket.Name.CheckUserTopic : OrleansRocket.Name.CheckTopic));
        if (names is not null)
            CompletionSources.Add(names.Topics);
    }
}
