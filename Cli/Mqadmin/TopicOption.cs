using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Options;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>mqadmin's <c>-t</c>.</summary>
internal sealed class TopicOption : Option<string>
{
    public TopicOption(NameCompletions names)
        : base("--topic", "-t")
    {
        Description = "The topic's name";
        HelpName = "TOPIC";
        Required = true;
        Validators.Add(NameCheck.For(OrleansRocket.Name.CheckTopic));
        CompletionSources.Add(names.Topics);
    }

    /// <summary>The topic.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>.</exception>
    public async Task<TopicRoute> Find(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Arguments.GetRequiredValue(this);
        return await client.Topics.FindAsync(topic).WaitAsync(cancellationToken)
            ?? throw new RocketException(RocketError.TopicNotFound, $"topic '{topic}' does not exist");
    }
}
