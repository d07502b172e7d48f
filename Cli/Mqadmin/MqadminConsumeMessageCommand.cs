using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket consumeMessage</c>: some messages of a topic or of one queue. As in RocketMQ nothing is committed to any group.</summary>
internal sealed class MqadminConsumeMessageCommand : MqadminCommand
{
    /// <summary>RocketMQ's default.</summary>
    private const long DefaultCount = 128;

    private readonly TopicOption _topic;
    private readonly NumberOption _queue = new("--queueId", "Only this queue", "NUMBER", 0, OrleansRocket.Name.MaxQueues - 1);
    private readonly NumberOption _offset = new("--offset", "The offset to begin with", "NUMBER", 0);
    private readonly TimeOption _begin = new("--beginTimestamp", "Only messages stored at this time or later", "-s");
    private readonly TimeOption _end = new("--endTimestamp", "Only messages stored before this time", "-e");
    private readonly NumberOption _count = new("--MessageNumber", $"The most messages to print. Default: {DefaultCount}", "NUMBER", 1);

    public MqadminConsumeMessageCommand(NameCompletions names)
        : base("consumeMessage", "Print some messages in the lines of RocketMQ's mqadmin consumeMessage", "rocket consumeMessage -t orders -c 10", "rocket consumeMessage -t orders -b broker-a -i 0 -o 1200")
    {
        _topic = new TopicOption(names);
        _queue.Aliases.Add("-i");
        _offset.Aliases.Add("-o");
        _count.Aliases.Add("-c");
        foreach (var option in (Option[])[_topic, _queue, _offset, _begin, _end, _count])
            Options.Add(option);
        Options.Add(new Option<string?>("--brokerName", "-b") { Description = "Has no meaning here, where a queue belongs to its topic, and is ignored", HelpName = "BROKER" });
        Options.Add(new Option<string?>("--consumerGroup", "-g") { Description = "Has no meaning here, where no group is needed, and is ignored", HelpName = "GROUP" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var route = await _topic.Find(client, context, cancellationToken);
        var only = arguments.GetValue(_queue);
        if (!context.Output.IsJson)
            await context.Terminal.Out.WriteLineAsync("Consume ok");
        var print = new QueuePrint(client, context) { Before = arguments.GetValue(_end), Left = arguments.GetValue(_count) ?? DefaultCount };
        foreach (var queue in route.Queues.Where(queue => only is null || queue.Queue == only))
            await print.Run(new QueueName(route.Config.Topic, queue.Queue), arguments.GetValue(_offset), arguments.GetValue(_begin), cancellationToken);
        return ExitCode.Ok;
    }
}
