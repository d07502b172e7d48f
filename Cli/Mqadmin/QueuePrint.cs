using System.Globalization;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>Prints the messages of a queue that are there now, one after another.</summary>
/// <param name="client">The cluster.</param>
/// <param name="context">Where they go.</param>
internal sealed class QueuePrint(RocketClient client, CommandContext context)
{
    private const int ReadMessages = 1024;

    /// <summary>Only messages stored before this time; null for all.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only messages with these tags.</summary>
    public TagExpression Tags { get; init; } = TagExpression.All;

    /// <summary>Whether to print bodies.</summary>
    public bool WithBody { get; init; } = true;

    /// <summary>How many more messages to print, of all queues together.</summary>
    public long Left { get; set; } = long.MaxValue;

    /// <summary>Prints a queue.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="from">The offset to begin with; null for a time.</param>
    /// <param name="since">The time to begin with; null for the oldest message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task Run(QueueName name, long? from, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var queue = await client.Topics.DescribeAsync(name).WaitAsync(cancellationToken);
        var next = from ?? (since is { } time ? await client.Messages.FindOffsetAsync(name, time).WaitAsync(cancellationToken) : queue.StartOffset);
        if (!context.Output.IsJson)
        {
            await context.Terminal.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"minOffset={queue.StartOffset}, maxOffset={queue.CommittedOffset}, MessageQueue [topic={name.Topic}, brokerName={queue.Store}, queueId={name.Queue}]"));
        }

        while (Left > 0 && next < queue.CommittedOffset)
        {
            var messages = await client.Messages.ReadAsync(name, next, ReadMessages, cancellationToken);
            if (messages.Count == 0)
                return;
            foreach (var message in messages.TakeWhile(message => message.Offset < queue.CommittedOffset && (Before is null || message.StoredAt < Before)))
            {
                if (Left > 0 && Tags.Matches(message.Tag))
                    Print(message);
            }

            if (Before is not null && messages[^1].StoredAt >= Before)
                return;
            next = messages[^1].Offset + 1;
        }
    }

    private void Print(StoredMessage message)
    {
        Left--;
        if (context.Output.IsJson)
            context.Output.WriteLine(ConsumedMessage.Of(message), OutputJson.Readable.ConsumedMessage, _ => "");
        else
            context.Terminal.Out.WriteLine(MqadminMessage.Line(message, WithBody));
    }
}
