using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansRocket.Tests.Crash;

/// <summary>
/// A broker in one process, <c>rocket produce --acks</c> in a second, <c>rocket consume</c> in a third; the broker is killed while both run,
/// again and again on the same data. What has to hold in the end:
/// <list type="bullet">
/// <item>Every acknowledged line was consumed.</item>
/// <item>No line was consumed twice: the consumer was never interrupted.</item>
/// <item>Within a queue the offsets have no gap, and the lines come in the order in which they were sent.</item>
/// </list>
/// </summary>
public sealed class BrokerKillTests(ITestOutputHelper output)
{
    private const int Rounds = 20;
    private const int InputLines = 5_000_000;
    private const int MaxLinesPerRound = 20_000;
    private const string SeedVariable = "ROCKET_TEST_SEED";

    [Fact]
    public async Task Twenty_kills_of_the_broker_in_mid_stream_lose_no_acknowledged_line_and_repeat_none()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var given) ? given : Environment.TickCount;
        output.WriteLine($"seed {seed}; to replay: {SeedVariable}={seed}");
        var random = new Random(seed);
        using var broker = new BrokerProcess();
        await WriteInput(broker.File("input"));
        await broker.Start();
        await broker.Run("topic", "create", "orders", "--queues", "4");
        var producer = broker.Begin("produce", "orders", "--file", broker.File("input"), "--acks", broker.File("acks"));
        var consumer = broker.Begin("consume", "orders", "--group", "readers", "--from", "first", "--json", "--output", broker.File("out"));

        for (var round = 1; round <= Rounds; round++)
        {
            var enough = Lines(broker.File("acks")) + random.Next(1, MaxLinesPerRound);
            await producer.WaitUntil(() => Lines(broker.File("acks")) >= enough, $"{enough} lines are acknowledged in round {round}");
            await broker.Kill();
            Assert.False(consumer.HasEnded, consumer.Error);
            await broker.Start();
        }

        producer.Signal("TERM");
        Assert.True(await producer.End() is 0 or 130, producer.Error);
        var acked = await Acked(broker.File("acks"));
        var consumed = new ConsumedLines(broker.File("out"));
        await consumer.WaitUntil(() => consumed.Read().Missing(acked) == 0, $"{acked.Count} acknowledged lines are consumed");
        consumer.Signal("TERM");
        Assert.Equal(130, await consumer.End());

        consumed.Read().Check();
        output.WriteLine($"{acked.Count} lines acknowledged, {consumed.Count} consumed");
        await broker.Stop();
        await Verify(broker);
    }

    [Fact]
    public async Task Clients_that_are_killed_in_mid_batch_leave_the_broker_and_what_it_acknowledged_unharmed()
    {
        var random = new Random(1);
        using var broker = new BrokerProcess();
        await WriteInput(broker.File("input"));
        await broker.Start();
        await broker.Run("topic", "create", "orders", "--queues", "4");
        var acked = new List<int>();
        for (var round = 0; round < 5; round++)
        {
            var acks = broker.File($"acks-{round}");
            var producer = broker.Begin("produce", "orders", "--file", broker.File("input"), "--acks", acks);
            await producer.WaitUntil(() => Lines(acks) >= random.Next(1, MaxLinesPerRound), "lines are acknowledged");
            await producer.Kill();
            acked.AddRange(await Acked(acks));
        }

        await broker.Run("consume", "orders", "--group", "readers", "--from", "first", "--json", "--until-idle", "2", "--output", broker.File("out"));

        var consumed = new ConsumedLines(broker.File("out")).Read();
        foreach (var line in acked.GroupBy(line => line))
            Assert.True(consumed.Times(line.Key) >= line.Count(), $"line {line.Key} was acknowledged {line.Count()} times and consumed {consumed.Times(line.Key)} times");
        await broker.Stop();
        await Verify(broker);
    }

    private static async Task WriteInput(string path)
    {
        await using var file = new StreamWriter(path);
        for (var line = 1; line <= InputLines; line++)
            await file.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task Verify(BrokerProcess broker)
    {
        var verified = await Cli.CommandRun.Of("log", "verify", broker.Data);
        Assert.True(verified.ExitCode == 0, verified.Out + verified.Error);
    }

    /// <summary>How many lines a file that grows has by now.</summary>
    private static int Lines(string path)
    {
        if (!File.Exists(path))
            return 0;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var buffer = new byte[64 * 1024];
        var lines = 0;
        for (int count; (count = file.Read(buffer)) > 0;)
            lines += buffer.AsSpan(0, count).Count((byte)'\n');
        return lines;
    }

    /// <summary>The lines that were acknowledged; the last number may have been cut by a kill.</summary>
    private static async Task<List<int>> Acked(string path)
    {
        var text = await File.ReadAllTextAsync(path);
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
    }

    /// <summary>What a consumer has written, in its order.</summary>
    private sealed class ConsumedLines(string path)
    {
        private readonly Dictionary<int, int> _times = [];
        private readonly Dictionary<int, (long Offset, int Line)> _last = [];
        private readonly List<string> _faults = [];
        private long _position;

        public int Count { get; private set; }

        public int Times(int line) => _times.GetValueOrDefault(line);

        public int Missing(List<int> acked) => acked.Count(line => !_times.ContainsKey(line));

        /// <summary>Reads what has come since.</summary>
        public ConsumedLines Read()
        {
            if (!File.Exists(path))
                return this;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Position = _position;
            var bytes = new byte[file.Length - _position];
            file.ReadExactly(bytes);
            var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            _position += whole;
            foreach (var line in Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Take(line);
            return this;
        }

        /// <summary>Nothing came twice, and each queue in its order.</summary>
        public void Check()
        {
            Assert.Empty(_faults);
            Assert.Equal(4, _last.Count);
        }

        private void Take(string json)
        {
            using var message = JsonDocument.Parse(json);
            var queue = message.RootElement.GetProperty("queue").GetInt32();
            var offset = message.RootElement.GetProperty("offset").GetInt64();
            var line = int.Parse(message.RootElement.GetProperty("body").GetString()!, CultureInfo.InvariantCulture);
            Count++;
            _times[line] = _times.GetValueOrDefault(line) + 1;
            if (_times[line] > 1 && _faults.Count < 10)
                _faults.Add($"line {line} came {_times[line]} times, at last as offset {offset} of queue {queue}");
            if (_last.TryGetValue(queue, out var last) && (offset != last.Offset + 1 || line <= last.Line) && _faults.Count < 10)
                _faults.Add($"queue {queue}: line {line} at offset {offset} follows line {last.Line} at offset {last.Offset}");
            _last[queue] = (offset, line);
        }
    }
}
