using System.Text;
using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Log.Records;
using OrleansRocket.Tests.Cli.Clusters;
using OrleansRocket.Tests.Client.Producing;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Messages;

public sealed class ProduceTests(CliCluster cluster) : IClassFixture<CliCluster>, IDisposable
{
    private readonly TestDirectory _directory = new();

    [Fact]
    public async Task Each_line_of_a_file_becomes_a_message_and_its_number_is_noted()
    {
        await cluster.Cluster.CreateTopic("lines", queues: 4);
        var acks = Path.Combine(_directory.Path, "acks");
        await File.WriteAllTextAsync(acks, "7\n");

        var line = Assert.Single(await cluster.Lines("produce", "lines", "--file", WriteInput(Enumerable.Range(1, 3000).Select(number => $"line {number}")), "--acks", acks, "--json"));

        using var result = JsonDocument.Parse(line);
        Assert.Equal(["topic", "lines", "bytes", "seconds"], result.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(3000, result.RootElement.GetProperty("lines").GetInt64());
        var noted = await File.ReadAllLinesAsync(acks);
        Assert.Equal(["7", .. Enumerable.Range(1, 3000).Select(number => $"{number}")], noted);
        Assert.Equal(3000, (await cluster.Cluster.Client.Topics.DescribeAsync("lines")).Sum(queue => queue.CommittedOffset));
    }

    [Fact]
    public async Task Standard_input_is_sent_with_tag_key_and_queue()
    {
        await cluster.Cluster.CreateTopic("tagged", queues: 3);

        var run = await cluster.Run(terminal => terminal with { OpenInput = () => new MemoryStream("a\n\nb"u8.ToArray()) }, CancellationToken.None, "produce", "tagged", "--tag", "paid", "--key", "4711", "--queue", "2");

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("3 lines sent to topic tagged in ", Assert.Single(run.Lines), StringComparison.Ordinal);
        await using var consumer = await cluster.Cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "g", Topic = "tagged" });
        foreach (var body in new[] { "a", "", "b" })
        {
            var message = await consumer.ReceiveAsync(new CancellationTokenSource(RocketCluster.Patience).Token);
            Assert.Equal((body, "paid", "4711", 2), (Encoding.UTF8.GetString(message.Body.Span), message.Tag, Assert.Single(message.Keys), message.Queue.Queue));
            message.Ack();
        }
    }

    [Fact]
    public async Task An_empty_input_is_no_message_and_no_failure() =>
        Assert.StartsWith("0 lines sent to topic any", Assert.Single(await cluster.Lines("produce", "any")), StringComparison.Ordinal);

    [Fact]
    public async Task What_cannot_be_sent_is_refused_by_name()
    {
        await cluster.Cluster.CreateTopic("refusing", queues: 1);
        var input = WriteInput(["x"]);

        (await cluster.Run("produce", "nowhere", "--file", input)).Refused(ExitCode.Failed, "'nowhere'", "does not exist");
        (await cluster.Run("produce", "refusing", "--file", input, "--queue", "1")).Refused(ExitCode.Failed, "Queue is 1", "1 queues");
        (await cluster.Run("produce", "refusing", "--tag", "a|b")).Refused(ExitCode.Usage, "Tag is 'a|b'");
        (await cluster.Run("produce", "refusing", "--key", "a b")).Refused(ExitCode.Usage, "Keys has 'a b'");
        (await cluster.Run("produce", "refusing", "--file", "/no/such/file")).Refused(ExitCode.Failed, "/no/such/file", "does not exist");
        (await cluster.Run("produce", "refusing", "--file", _directory.Path)).Refused(ExitCode.Failed, _directory.Path, "directory");
        (await cluster.Run("produce", "refusing", "--file", input, "--acks", _directory.Path)).Refused(ExitCode.Failed, _directory.Path, "acknowledgements");
    }

    [Fact]
    public async Task An_oversized_line_ends_the_command_with_its_number_and_what_came_before_is_acknowledged()
    {
        await cluster.Cluster.CreateTopic("oversized", queues: 1);
        var acks = Path.Combine(_directory.Path, "acks");
        var input = WriteInput(["short", new string('x', RecordLimits.MaxBodyBytes + 1), "after"]);

        (await cluster.Run("produce", "oversized", "--file", input, "--acks", acks)).Refused(ExitCode.Failed, "line 2", "4,194,304");

        Assert.Equal(["1"], await File.ReadAllLinesAsync(acks));
    }

    [Fact]
    public async Task When_interrupted_what_was_sent_is_waited_for()
    {
        await cluster.Cluster.CreateTopic("interrupted", queues: 1);
        var acks = Path.Combine(_directory.Path, "acks");
        using var stopping = new CancellationTokenSource();
        var input = new EndlessTerminal("one\ntwo\n"u8.ToArray());

        var running = cluster.Run(terminal => terminal with { OpenInput = () => input }, stopping.Token, "produce", "interrupted", "--acks", acks);
        await Until.True(() => Task.FromResult(File.Exists(acks) && File.ReadAllText(acks) == "1\n2\n"), "both lines are acknowledged while the input goes on");
        await stopping.CancelAsync();

        (await running).Refused(ExitCode.Interrupted, "interrupted");
    }

    [Fact]
    public async Task Memory_is_bounded_while_a_broker_holds_everything_up()
    {
        var faults = new AppendFaults();
        await using var slow = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(faults));
        await slow.CreateTopic("held", queues: 1);
        faults.Hold();
        var input = new CountingLines(lineBytes: 100_000, lines: 1000);

        var running = CommandRun.In(terminal => CliCluster.OverCluster(terminal, slow) with { OpenInput = () => input }, CancellationToken.None, "produce", "held");
        var before = -1L;
        await Until.True(
            async () =>
            {
                // It has stopped reading when nothing more is read in a while in which it could have read all.
                before = input.BytesRead;
                await Task.Delay(200);
                return before > 0 && before == input.BytesRead;
            },
            "reading stops");
        Assert.InRange(input.BytesRead, 1, 48_000_000);
        faults.Release();

        Assert.StartsWith("1,000 lines sent", Assert.Single((await running).Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_in_time_is_unreachable()
    {
        var faults = new AppendFaults();
        await using var mute = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(faults));
        await mute.CreateTopic("mute", queues: 1);
        faults.LoseNextAnswers(int.MaxValue);

        var run = await CommandRun.In(terminal => CliCluster.OverCluster(terminal, mute), CancellationToken.None, "produce", "mute", "--file", WriteInput(["x"]), "--timeout", "300ms");

        run.Refused(ExitCode.Unreachable, "mute/0", "00:00:00.3");
    }

    public void Dispose() => _directory.Dispose();

    private string WriteInput(IEnumerable<string> lines)
    {
        var path = Path.Combine(_directory.Path, "input.txt");
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>Somebody who types what is given, and then nothing, and whose silence heeds no cancellation.</summary>
    private sealed class EndlessTerminal(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, CancellationToken.None);
            if (read == 0)
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
            return read;
        }
    }

    /// <summary>Lines out of nowhere, and how many bytes of them were wanted.</summary>
    private sealed class CountingLines(int lineBytes, int lines) : MemoryStream
    {
        private readonly long _total = (long)lineBytes * lines;
        private long _read;

        public long BytesRead => Volatile.Read(ref _read);

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, _total - _read);
            for (var index = 0; index < count; index++)
                buffer.Span[index] = (_read + index + 1) % lineBytes == 0 ? (byte)'\n' : (byte)'x';
            Volatile.Write(ref _read, _read + count);
            return ValueTask.FromResult(count);
        }
    }
}
