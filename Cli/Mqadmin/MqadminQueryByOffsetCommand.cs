using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket queryMsgByOffset</c>: the message at an offset, as RocketMQ prints it.</summary>
internal sealed class MqadminQueryByOffsetCommand : MqadminCommand
{
    private readonly TopicOption _topic;
    private readonly NumberOption _queue = new("--queueId", "The queue", "NUMBER", 0, OrleansRocket.Name.MaxQueues - 1);
    private readonly NumberOption _offset = new("--offset", "The offset", "NUMBER", 0);

    public MqadminQueryByOffsetCommand(NameCompletions names)
        : base("queryMsgByOffset", "Show the message at an offset in the lines of RocketMQ's mqadmin queryMsgByOffset", "rocket queryMsgByOffset -t orders -b broker-a -i 0 -o 1200")
    {
        _topic = new TopicOption(names);
        _queue.Aliases.Add("-i");
        _queue.Required = true;
        _offset.Aliases.Add("-o");
        _offset.Required = true;
        foreach (var option in (Option[])[_topic, _queue, _offset])
            Options.Add(option);
        Options.Add(new Option<string?>("--brokerName", "-b") { Description = "Has no meaning here, where a queue belongs to its topic, and is ignored", HelpName = "BROKER" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var topic = (await _topic.Find(client, context, cancellationToken)).Config.Topic;
        var (queue, offset) = ((int)context.Arguments.GetValue(_queue)!.Value, context.Arguments.GetValue(_offset)!.Value);
        var message = await Patience.Try(() => client.Messages.GetAsync(new QueueName(topic, queue), offset, cancellationToken), context.Terminal.Time, cancellationToken)
            ?? throw new CommandException(ExitCode.Failed, $"topic '{topic}' has no message {queue}:{offset}");
        MqadminMessage.Write(context, [message]);
        return ExitCode.Ok;
    }
}
