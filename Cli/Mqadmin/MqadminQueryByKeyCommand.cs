using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket queryMsgByKey</c>: messages with a key, as RocketMQ lists them.</summary>
internal sealed class MqadminQueryByKeyCommand : MqadminCommand
{
    private readonly TopicOption _topic;
    private readonly Option<string> _key = new("--msgKey", "-k") { Description = "The key", HelpName = "KEY", Required = true };
    private readonly TimeOption _begin = new("--beginTimestamp", "Only messages stored at this time or later", "-b");
    private readonly TimeOption _end = new("--endTimestamp", "Only messages stored before this time", "-e");
    private readonly NumberOption _max = new("--maxNum", $"The most messages to list. Default: {RocketMessages.DefaultMax}", "NUMBER", 1, RocketMessages.LargestMax);

    public MqadminQueryByKeyCommand(NameCompletions names)
        : base("queryMsgByKey", "List messages with a key in the columns of RocketMQ's mqadmin queryMsgByKey", "rocket queryMsgByKey -t orders -k 4711")
    {
        _topic = new TopicOption(names);
        _max.Aliases.Add("-m");
        foreach (var option in (Option[])[_topic, _key, _begin, _end, _max])
            Options.Add(option);
        Options.Add(new Option<string?>("--cluster", "-c") { Description = "Has no meaning here and is ignored", HelpName = "NAME" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var topic = (await _topic.Find(client, context, cancellationToken)).Config.Topic;
        var max = (int)(arguments.GetValue(_max) ?? RocketMessages.DefaultMax);
        var found = await Patience.Try(
            () => client.Messages.FindByKeyAsync(topic, arguments.GetRequiredValue(_key), arguments.GetValue(_begin), arguments.GetValue(_end), max, cancellationToken),
            context.Terminal.Time,
            cancellationToken);
        if (!context.Output.IsJson)
            await context.Terminal.Out.WriteLineAsync(MqadminMessage.KeyHeader);
        foreach (var message in found)
            context.Output.WriteLine(ConsumedMessage.Of(message), OutputJson.Readable.ConsumedMessage, MqadminMessage.KeyRow);
        return ExitCode.Ok;
    }
}
