using OrleansRocket.Pop;

namespace OrleansRocket.Consuming;

/// <summary>Joins the receipts of neighbouring messages: most are settled as they came.</summary>
internal static class PopReceipts
{
    /// <summary>The receipts of messages, by queue.</summary>
    public static IEnumerable<KeyValuePair<QueueName, IReadOnlyList<PopReceipt>>> Of(IReadOnlyList<PoppedMessage> messages)
    {
        var queues = new SortedDictionary<QueueName, IReadOnlyList<PopReceipt>>();
        foreach (var message in messages)
        {
            ArgumentNullException.ThrowIfNull(message, nameof(messages));
            if (!queues.TryGetValue(message.Queue, out var receipts))
                queues.Add(message.Queue, receipts = new List<PopReceipt>());
            Add((List<PopReceipt>)receipts, message);
        }

        return queues;
    }

    private static void Add(List<PopReceipt> receipts, PoppedMessage message)
    {
        if (receipts.Count > 0 && receipts[^1] is { Count: < PopRequest.MaxMessagesLimit } last
            && last.First + last.Count == message.Offset && last.Generation == message.Generation)
            receipts[^1] = last with { Count = last.Count + 1 };
        else
            receipts.Add(new PopReceipt(message.Offset, 1, message.Generation));
    }
}
