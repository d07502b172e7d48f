using System.Globalization;
using System.Text;
using System.Threading.Channels;
using OrleansRocket.Consuming;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;

namespace OrleansRocket.Tests.Client.Consuming;

public sealed class MessageLineTests
{
    [Fact]
    public async Task The_highest_priority_comes_first_and_equals_as_they_came()
    {
        var line = new MessageLine(byPriority: true);
        foreach (var message in Messages("0a 5a 0b 9a 5b 1a 9b 0c"))
            line.Write(message);
        Assert.Equal("9a 9b 5a 5b 1a 0a 0b 0c", await Take(line, 8));
        Assert.False(line.TryTake(out _));
    }

    [Fact]
    public async Task What_comes_meanwhile_is_judged_with_what_waits()
    {
        var line = new MessageLine(byPriority: true);
        var messages = Messages("0a 0b 3a 0c 7a 0d 1a");
        Write(0, 3);
        Assert.Equal("3a 0a", await Take(line, 2));
        Write(3, 5);
        Assert.Equal("7a 0b", await Take(line, 2));
        Write(5, 7);
        Assert.Equal("1a 0c 0d", await Take(line, 3));
        Assert.False(line.TryTake(out _));

        void Write(int from, int to)
        {
            foreach (var message in messages[from..to])
                line.Write(message);
        }
    }

    [Fact]
    public async Task A_consumer_that_keeps_the_order_takes_no_notice()
    {
        var line = new MessageLine(byPriority: false);
        foreach (var message in Messages("0a 9a 5a 0b"))
            line.Write(message);
        Assert.Equal("0a 9a 5a 0b", await Take(line, 4));
    }

    [Fact]
    public async Task Somebody_who_waits_gets_an_urgent_message_and_a_closed_line_gives_out_what_it_has()
    {
        var line = new MessageLine(byPriority: true);
        var waiting = line.Take(CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        line.Write(Messages("4a")[0]);
        Assert.Equal(4, (await waiting).Priority);
        line.Write(Messages("2a")[0]);
        line.Close();
        Assert.True(await line.WaitToTake(CancellationToken.None));
        Assert.Equal("2a", await Take(line, 1));
        Assert.False(await line.WaitToTake(CancellationToken.None));
        await Assert.ThrowsAnyAsync<ChannelClosedException>(() => line.Take(CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task None_is_lost_or_comes_twice_however_many_take_and_write()
    {
        const int Writers = 4;
        const int Each = 5_000;
        var line = new MessageLine(byPriority: true);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            foreach (var message in Messages(string.Join(' ', Enumerable.Range(0, Each).Select(index => $"{index % 7}{writer}-{index}"))))
                line.Write(message);
        })));
        var taken = new List<string>[3];
        var taking = Task.WhenAll(Enumerable.Range(0, taken.Length).Select(taker => Task.Run(async () =>
        {
            taken[taker] = [];
            while (await line.WaitToTake(CancellationToken.None))
            {
                while (line.TryTake(out var message))
                    taken[taker].Add(Encoding.UTF8.GetString(message.Body.Span));
            }
        })));
        await writing;
        line.Close();
        await taking;
        var all = taken.SelectMany(texts => texts).ToList();
        Assert.Equal((Writers * Each, Writers * Each), (all.Count, all.Distinct().Count()));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("9", 9)]
    [InlineData("10", 0)]
    [InlineData("x", 0)]
    [InlineData("", 0)]
    public void A_property_that_is_no_priority_is_none(string property, int priority) => Assert.Equal(priority, Message("a", property).Priority);

    private static async Task<string> Take(MessageLine line, int count)
    {
        var texts = new List<string>();
        for (var index = 0; index < count; index++)
            texts.Add(Encoding.UTF8.GetString((await line.Take(CancellationToken.None)).Body.Span));
        return string.Join(' ', texts);
    }

    /// <summary>Messages by their texts, which begin with their priorities.</summary>
    private static List<ReceivedMessage> Messages(string texts) => [.. texts.Split(' ').Select(text => Message(text, text[..1]))];

    private static ReceivedMessage Message(string text, string priority)
    {
        using var builder = new RecordBatchBuilder();
        Assert.True(builder.TryAdd(new RecordData { Body = Encoding.UTF8.GetBytes(text), Properties = [new("a", "b"), new(MessageProperty.Priority, priority)] }));
        Assert.True(RecordBatch.TryRead(builder.Build(1, 0, 0).ToArray(), out var batch, out _));
        foreach (var record in batch.Records)
            return new ReceivedMessage(null!, record);
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"no record in {batch.SizeInBytes} bytes"));
    }
}
