using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansRocket.Streams;

namespace OrleansRocket.Tests.Client.Streams;

public sealed class DataAdapterTests
{
    private readonly StreamNames _names = new();

    [Theory]
    [InlineData("orders", "1", "orders/1")]
    [InlineData("a/b%c", "k/1", "a%2Fb%25c/k/1")]
    [InlineData("%2F", "x", "%252F/x")]
    [InlineData("", "alone", "/alone")]
    public void The_name_of_a_stream_reads_back_what_it_writes(string space, string key, string text)
    {
        var stream = StreamId.Create(space, key);
        Assert.Equal(text, _names.Of(stream));
        Assert.Equal(text, _names.Of(stream));
        Assert.Equal(stream, _names.Parse(text));
        Assert.Equal(stream, _names.Parse(text));
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("orders/")]
    [InlineData("")]
    public void What_is_no_name_is_of_no_stream(string text) => Assert.Null(_names.Parse(text));

    [Fact]
    public void A_message_of_an_ordinary_topic_is_an_event_of_many_types()
    {
        var adapter = new TopicStreamDataAdapter();
        var message = Message("""{"amount":7}""");
        Assert.Equal("""{"amount":7}""", Assert.Single(adapter.ReadEvents<string>(message)));
        Assert.Equal(message.Body.ToArray(), Assert.Single(adapter.ReadEvents<byte[]>(message)));
        Assert.Equal(message.Body, Assert.Single(adapter.ReadEvents<ReadOnlyMemory<byte>>(message)));
        Assert.Same(message, Assert.Single(adapter.ReadEvents<StreamMessage>(message)));
        Assert.Equal(7, Assert.Single(adapter.ReadEvents<Payment>(message)).Amount);
        Assert.Equal(1, adapter.CountEvents(message));
    }

    [Fact]
    public void Its_stream_is_named_after_its_group_or_key()
    {
        var adapter = new TopicStreamDataAdapter();
        Assert.Equal(StreamId.Create("billing", "g"), adapter.StreamOf(Message("") with { MessageGroup = "g", Keys = ["k"] }));
        Assert.Equal(StreamId.Create("billing", "k"), adapter.StreamOf(Message("") with { Keys = ["k", "l"] }));
        Assert.Equal(StreamId.Create("billing", "*"), adapter.StreamOf(Message("")));
    }

    [Fact]
    public void Events_become_ordinary_messages_one_each()
    {
        var adapter = new TopicStreamDataAdapter();
        var messages = adapter.ToMessages("billing", StreamId.Create("billing", "k"), [new Payment(1), new Payment(2)], null);
        Assert.Equal(["""{"amount":1}""", """{"amount":2}"""], messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
        Assert.All(messages, message => Assert.Equal(("billing", "k"), (message.Topic, Assert.Single(message.Keys))));
        Assert.Empty(Assert.Single(adapter.ToMessages("billing", StreamId.Create("billing", "*"), ["x"], null)).Keys);
        var tagged = Assert.Single(adapter.ToMessages("billing", StreamId.Create("billing", "k"), [Message("x") with { Tag = "t" }], null));
        Assert.Equal("t", tagged.Tag);
    }

    [Fact]
    public void Request_context_and_trace_of_the_producer_travel_with_an_event()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var adapter = new OrleansStreamDataAdapter(services.GetRequiredService<Serializer>());
        using var activity = new Activity("produce").SetIdFormat(ActivityIdFormat.W3C).Start();
        var sent = Assert.Single(adapter.ToMessages("events", StreamId.Create("a", "1"), ["x"], new Dictionary<string, object> { ["colour"] = "red" }));
        var received = Message("") with { Body = sent.Body, Properties = sent.Properties };
        Assert.Equal(["x"], adapter.ReadEvents<string>(received));
        var context = adapter.ReadRequestContext(received)!;
        Assert.Equal("red", context["colour"]);
        Assert.Equal(activity.Id, context["traceparent"]);

        activity.Stop();
        sent = Assert.Single(adapter.ToMessages("events", StreamId.Create("a", "1"), ["x"], null));
        Assert.Null(adapter.ReadRequestContext(Message("") with { Body = sent.Body, Properties = sent.Properties }));
    }

    private static StreamMessage Message(string body) =>
        new() { Queue = new QueueName("billing", 0), Offset = 3, StoredAt = DateTimeOffset.UnixEpoch, Body = Encoding.UTF8.GetBytes(body) };

    private sealed record Payment(int Amount);
}
