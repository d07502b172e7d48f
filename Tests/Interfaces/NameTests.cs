namespace OrleansRocket.Tests.Interfaces;

public sealed class NameTests
{
    [Theory]
    [InlineData("orders")]
    [InlineData("Orders_2|eu-west%1")]
    [InlineData("%RETRY%billing")]
    [InlineData("0")]
    public void Letters_digits_and_four_signs_are_allowed(string topic) => Name.CheckTopic(topic);

    [Theory]
    [InlineData("", "the topic name is empty")]
    [InlineData("a b", "' ' at position 1")]
    [InlineData("a/b", "'/' at position 1")]
    [InlineData("Ünder", "'Ü' at position 0")]
    [InlineData("a.b", "'.' at position 1")]
    [InlineData("a\nb", "at position 1")]
    public void Anything_else_is_refused_and_the_message_says_what_and_where(string topic, string expected)
    {
        var refused = Assert.Throws<RocketException>(() => Name.CheckTopic(topic));
        Assert.Equal(RocketError.InvalidArgument, refused.Code);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_has_at_most_127_characters_and_a_group_120()
    {
        Name.CheckTopic(new string('a', 127));
        Name.CheckGroup(new string('a', 120));
        Assert.Contains("127", Assert.Throws<RocketException>(() => Name.CheckTopic(new string('a', 128))).Message, StringComparison.Ordinal);
        Assert.Contains("120", Assert.Throws<RocketException>(() => Name.CheckGroup(new string('a', 121))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_the_system_are_not_for_users()
    {
        Name.CheckTopic(SystemTopic.Metadata);
        var refused = Assert.Throws<RocketException>(() => Name.CheckUserTopic(SystemTopic.Groups));
        Assert.Contains(SystemTopic.Prefix, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_resenders_of_every_group_have_a_valid_name_of_their_own()
    {
        var names = Enumerable.Range(110, 11).SelectMany(length => (string[])[new string('g', length), new string('g', length - 1) + "h"])
            .Select(SystemTopic.Resenders).ToList();
        Assert.All(names, Name.CheckGroup);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal("%DLQ%billing", SystemTopic.Resenders("billing"));
    }

    [Theory]
    [InlineData("orders/0", "orders", 0)]
    [InlineData("%SYS_META%/12", "%SYS_META%", 12)]
    public void A_queue_name_reads_back_what_it_writes(string text, string topic, int queue)
    {
        var name = QueueName.Parse(text);
        Assert.Equal(new QueueName(topic, queue), name);
        Assert.Equal(text, name.ToString());
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("/1")]
    [InlineData("orders/")]
    [InlineData("orders/-1")]
    [InlineData("orders/1x")]
    public void What_is_no_queue_name_is_refused(string text) => Assert.Throws<FormatException>(() => QueueName.Parse(text));

    [Fact]
    public void Queue_names_order_by_topic_then_number()
    {
        QueueName[] names = [new("b", 0), new("a", 10), new("a", 2)];
        Assert.Equal(["a/2", "a/10", "b/0"], names.Order().Select(name => name.ToString()));
    }
}
