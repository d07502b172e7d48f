using System.CommandLine;
using System.Globalization;
using System.Text;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket sendMessage</c>: sends a message and prints what came of it as RocketMQ does.</summary>
internal sealed class MqadminSendMessageCommand : MqadminCommand
{
    private readonly TopicOption _topic;
    private readonly Option<string> _body = new("--body", "-p") { Description = "The message's content", HelpName = "TEXT", Required = true };
    private readonly Option<string?> _keys = new("--key", "-k") { Description = "The keys, separated by spaces", HelpName = "KEYS" };
    private readonly Option<string?> _tag = new("--tags", "-c") { Description = "The tag", HelpName = "TAG" };
    private readonly NumberOption _queue = new("--qid", "The queue to send to", "NUMBER", 0, OrleansRocket.Name.MaxQueues - 1);

    public MqadminSendMessageCommand(NameCompletions names)
        : base("sendMessage", "Send a message and print the columns of RocketMQ's mqadmin sendMessage", "rocket sendMessage -t orders -p hello -k 4711 -c created")
    {
        _topic = new TopicOption(names);
        _queue.Aliases.Add("-i");
        foreach (var option in (Option[])[_topic, _body, _keys, _tag, _queue])
            Options.Add(option);
        Options.Add(new Option<string?>("--broker", "-b") { Description = "Has no meaning here, where a queue belongs to its topic, and is ignored", HelpName = "BROKER" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var route = await _topic.Find(client, context, cancellationToken);
        await using var producer = client.CreateProducer();
        var receipt = await producer.SendAsync(
            new RocketMessage
            {
                Topic = route.Config.Topic,
                Body = Encoding.UTF8.GetBytes(arguments.GetRequiredValue(_body)),
                Keys = arguments.GetValue(_keys)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                Tag = arguments.GetValue(_tag),
                Queue = (int?)arguments.GetValue(_queue),
            },
            cancellationToken);
        var broker = route.Queues[receipt.Queue.Queue].Stores[0];
        if (!context.Output.IsJson)
            await context.Terminal.Out.WriteLineAsync(Line("#Broker Name", "#QID", "#Send Result", "#MsgId"));
        context.Output.WriteLine(SentMessage.Of(receipt, receipt.Queue.Topic), OutputJson.Readable.SentMessage, sent => Line(broker, receipt.Queue.Queue.ToString(CultureInfo.InvariantCulture), sent.Status, sent.MessageId));
        return ExitCode.Ok;
    }

    /// <summary>The widths of RocketMQ's format string.</summary>
    private static string Line(params string[] cells) => $"{cells[0],-32}  {cells[1],-4}  {cells[2],-20}    {cells[3]}";
}
