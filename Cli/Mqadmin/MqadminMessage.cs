using System.Globalization;
using System.Text;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>Messages as RocketMQ's mqadmin prints them. What has no meaning here is empty or 0: there is no commit log that queues share, and
/// a message does not remember hosts.</summary>
internal static class MqadminMessage
{
    /// <summary>The line of names of queryMsgByKey.</summary>
    public static string KeyHeader { get; } = KeyLine("#Message ID", "#QID", "#Offset");

    /// <summary>The line of a message of queryMsgByKey.</summary>
    public static string KeyRow(ConsumedMessage message) => KeyLine(message.MessageId, Text(message.Queue), Text(message.Offset));

    /// <summary>Everything about a message, a line each; the body in place of the path of a file with it.</summary>
    public static void ShowFacts(TextWriter output, StoredMessage message)
    {
        Fact(output, "OffsetID:", message.MessageId.ToString());
        Fact(output, "Topic:", message.Queue.Topic);
        Fact(output, "Tags:", $"[{message.Tag ?? "null"}]");
        Fact(output, "Keys:", $"[{(message.Keys.Count == 0 ? "null" : string.Join(' ', message.Keys))}]");
        Fact(output, "Queue ID:", Text(message.Queue.Queue));
        Fact(output, "Queue Offset:", Text(message.Offset));
        Fact(output, "CommitLog Offset:", "0");
        Fact(output, "Reconsume Times:", "0");
        Fact(output, "Born Timestamp:", Time(message.BornAt));
        Fact(output, "Store Timestamp:", Time(message.StoredAt));
        Fact(output, "Born Host:", "");
        Fact(output, "Store Host:", "");
        Fact(output, "System Flag:", "0");
        Fact(output, "Properties:", $"{{{string.Join(", ", message.Properties.Select(property => $"{property.Key}={property.Value}"))}}}");
        Fact(output, "Message Body:", Encoding.UTF8.GetString(message.Body.Span));
    }

    /// <summary>The line of printMsg and consumeMessage.</summary>
    public static string Line(StoredMessage message, bool withBody)
    {
        var body = withBody ? Encoding.UTF8.GetString(message.Body.Span) : "NOT PRINT BODY";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"MSGID: {message.MessageId} MessageExt [queueId={message.Queue.Queue}, storeSize={message.Body.Length}, queueOffset={message.Offset}, bornTimestamp={message.BornAt.ToUnixTimeMilliseconds()}, storeTimestamp={message.StoredAt.ToUnixTimeMilliseconds()}, topic={message.Queue.Topic}, tags={message.Tag ?? "null"}, keys={string.Join(' ', message.Keys)}] BODY: {body}");
    }

    /// <summary>Writes messages as <c>queryMsgById</c> does, or as JSON.</summary>
    public static void Write(CommandContext context, IReadOnlyList<StoredMessage> messages)
    {
        foreach (var message in messages)
            context.Output.Write(ConsumedMessage.Of(message), OutputJson.Readable.ConsumedMessage, (_, _) => ShowFacts(context.Terminal.Out, message));
    }

    private static void Fact(TextWriter output, string name, string value) => output.WriteLine($"{name,-20} {value}");

    private static string KeyLine(string id, string queue, string offset) => $"{id,-50} {queue,4}  {offset,40}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
