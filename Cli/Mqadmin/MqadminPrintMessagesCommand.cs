using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket printMsg</c>: the messages of a topic, queue by queue.</summary>
internal sealed class MqadminPrintMessagesCommand : MqadminCommand
{
    private readonly TopicOption _topic;
    private readonly Option<string?> _tags = new("--subExpression", "-s") { Description = "Only messages with one of these tags, joined by '||'", HelpName = "TAGS" };
    private readonly TimeOption _begin = new("--beginTimestamp", "Only messages stored at this time or later", "-b");
    private readonly TimeOption _end = new("--endTimestamp", "Only messages stored before this time", "-e");
    private readonly ChoiceOption<bool> _body = new("--printBody", "Whether to print bodies. Default: true", ("true", true), ("false", false));

    public MqadminPrintMessagesCommand(NameCompletions names)
        : base("printMsg", "Print the messages of a topic in the lines of RocketMQ's mqadmin printMsg", "rocket printMsg -t orders", "rocket printMsg -t orders -s paid -d false")
    {
        _topic = new TopicOption(names);
        _body.Aliases.Add("-d");
        _tags.Validators.Add(NameCheck.For(tags => TagExpression.Parse(tags)));
        foreach (var option in (Option[])[_topic, _tags, _begin, _end, _body])
            Options.Add(option);
        Options.Add(new Option<string?>("--charsetName", "-c") { Description = "Has no meaning here, where bodies are printed as UTF-8, and is ignored", HelpName = "CHARSET" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var route = await _topic.Find(client, context, cancellationToken);
        var print = new QueuePrint(client, context)
        {
            Before = arguments.GetValue(_end),
            Tags = TagExpression.Parse(arguments.GetValue(_tags) ?? ""),
            WithBody = arguments.GetValue(_body) ?? true,
        };
        foreach (var queue in route.Queues)
            await print.Run(new QueueName(route.Config.Topic, queue.Queue), from: null, arguments.GetValue(_begin), cancellationToken);
        return ExitCode.Ok;
    }
}
