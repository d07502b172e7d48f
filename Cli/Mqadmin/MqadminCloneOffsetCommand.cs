using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket cloneGroupOffset</c>: <c>group clone-offset</c> as RocketMQ prints it.</summary>
internal sealed class MqadminCloneOffsetCommand : MqadminCommand
{
    private readonly TopicOption _topic;
    private readonly Option<string> _source = new("--srcGroup", "-s") { Description = "The group that is there", HelpName = "GROUP", Required = true };
    private readonly Option<string> _target = new("--destGroup", "-d") { Description = "The group that is put there", HelpName = "GROUP", Required = true };

    public MqadminCloneOffsetCommand(NameCompletions names)
        : base("cloneGroupOffset", "Put a consumer group where another one is, as RocketMQ's mqadmin cloneGroupOffset does", "rocket cloneGroupOffset -s billing -d billing-2 -t orders")
    {
        _topic = new TopicOption(names);
        foreach (var option in (Option[])[_source, _target, _topic])
            Options.Add(option);
        Options.Add(new Option<bool>("--offline", "-o") { Description = "Has no meaning here and is ignored" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var (source, target) = (context.Arguments.GetRequiredValue(_source), context.Arguments.GetRequiredValue(_target));
        var topic = (await _topic.Find(client, context, cancellationToken)).Config.Topic;
        var resets = await client.Groups.CloneOffsetsAsync(source, target, topic, force: true).WaitAsync(cancellationToken);
        if (context.Output.IsJson)
            ResetOutput.Write(context.Output, resets, dryRun: false);
        else
            await context.Terminal.Out.WriteLineAsync($"clone group offset success. srcGroup[{source}], destGroup=[{target}], topic[{topic}]");
        return ExitCode.Ok;
    }
}
