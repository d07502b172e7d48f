using System.Text;
using OrleansRocket.Queues;

namespace OrleansRocket.Tests.Simulation;

/// <summary>What a run's producers and consumers saw; checks the invariants of <see cref="BrokerSimulation"/> as it grows, and at the end.</summary>
internal sealed class BrokerHistory
{
    private readonly HashSet<string> _sent = [];
    private readonly Dictionary<(QueueName Queue, long Offset), string> _acknowledged = [];
    private readonly Dictionary<(QueueName Queue, long Offset), string> _consumed = [];
    private readonly Dictionary<(QueueName Queue, long Generation), int> _owners = [];
    private readonly Dictionary<(QueueName Queue, int Consumer), long> _generations = [];
    private readonly Dictionary<QueueName, int> _epochs = [];

    public int Acknowledged => _acknowledged.Count;

    public void Sending(string text) => Assert.True(_sent.Add(text), $"{text} was sent before");

    public void Acked(SendReceipt receipt, string text)
    {
        Assert.Equal((SendStatus.SendOk, Durability.Flushed), (receipt.Status, receipt.Durability));
        Assert.True(_acknowledged.TryAdd((receipt.Queue, receipt.Offset), text), $"{receipt.Queue}/{receipt.Offset} is acknowledged twice");
    }

    public void Consumed(int consumer, ReceivedMessage message)
    {
        var text = Encoding.UTF8.GetString(message.Body.Span);
        Assert.True(_sent.Contains(text), $"'{text}' was consumed and never sent");
        var at = (message.Queue, message.Offset);
        Assert.True(!_consumed.TryGetValue(at, out var before) || before == text, $"{at} was '{before}' and is '{text}'");
        _consumed[at] = text;
        NoteGeneration(consumer, message.Queue, message.Reader.Generation);
    }

    /// <summary>Checks a group's progress against a description of the queue that is younger.</summary>
    public void Observed(QueueDescription queue, long groupOffset)
    {
        Assert.True(groupOffset <= queue.DurableOffset, $"the group has committed {groupOffset} of {queue.Name}, of which {queue.DurableOffset} is durable");
        Assert.True(queue.CommittedOffset <= queue.DurableOffset && queue.DurableOffset <= queue.EndOffset, $"{queue}");
        Assert.True(queue.Epoch >= _epochs.GetValueOrDefault(queue.Name), $"{queue.Name} went back to epoch {queue.Epoch}");
        _epochs[queue.Name] = queue.Epoch;
    }

    /// <summary>Whether everything of a queue was consumed.</summary>
    public bool IsConsumed(QueueDescription queue) =>
        queue.CommittedOffset == queue.EndOffset && LongRange(queue.EndOffset).All(offset => _consumed.ContainsKey((queue.Name, offset)));

    /// <summary>Checks what can only be known when everything was consumed.</summary>
    public void CheckComplete(IReadOnlyList<QueueDescription> queues)
    {
        foreach (var (at, text) in _acknowledged)
            Assert.True(_consumed.TryGetValue(at, out var found) && found == text, $"'{text}' was acknowledged at {at}, where '{found}' was consumed");
        foreach (var queue in queues)
        {
            var texts = LongRange(queue.EndOffset).Select(offset => _consumed[(queue.Name, offset)]).ToList();
            Assert.True(texts.Count == texts.Distinct().Count(), $"{queue.Name} stores a message twice");
            foreach (var producer in texts.GroupBy(text => text.Split('-')[0]))
            {
                var numbers = producer.Select(text => int.Parse(text.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
                Assert.True(numbers.SequenceEqual(numbers.Order()), $"{queue.Name} has the messages of {producer.Key} in the order {string.Join(", ", numbers)}");
            }
        }

        var ends = queues.ToDictionary(queue => queue.Name, queue => queue.EndOffset);
        Assert.All(_consumed.Keys, at => Assert.True(at.Offset < ends[at.Queue], $"{at} was consumed, but the queue ends at {ends[at.Queue]}"));
    }

    private void NoteGeneration(int consumer, QueueName queue, long generation)
    {
        Assert.True(_owners.TryAdd((queue, generation), consumer) || _owners[(queue, generation)] == consumer, $"generation {generation} of {queue} has two owners");
        Assert.True(generation >= _generations.GetValueOrDefault((queue, consumer)), $"consumer {consumer} went back to generation {generation} of {queue}");
        _generations[(queue, consumer)] = generation;
    }

    private static IEnumerable<long> LongRange(long count) => Enumerable.Range(0, (int)count).Select(offset => (long)offset);
}
