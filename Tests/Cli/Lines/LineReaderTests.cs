using System.Text;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Lines;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Cli.Lines;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("\n", 1)]
    [InlineData("\n\n", 2)]
    [InlineData("a\n\nb", 3)]
    [InlineData("a\r\nb\r\n", 2)]
    public async Task Lines_end_at_line_feeds_and_a_last_one_without_counts(string text, int count)
    {
        var lines = await Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(count, lines.Count);
        Assert.Equal(text.TrimEnd('\n'), string.Join('\n', lines.Select(Encoding.UTF8.GetString)).TrimEnd('\n'));
    }

    [Fact]
    public async Task Any_bytes_come_through_however_the_stream_is_cut()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var expected = Enumerable.Range(0, 300).Select(_ => RandomLine(random)).ToList();
            var stream = new ChoppedStream(Join(expected), random);

            var lines = await Read(stream);

            Assert.True(expected.Count == lines.Count && expected.Zip(lines).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)), $"lines differ with seed {seed}");
        }
    }

    [Fact]
    public async Task A_line_that_was_taken_stays_as_it_is_while_others_are_read()
    {
        var reader = new LineReader(new ChoppedStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000).Select(line => $"line {line}\n"))), new Random(1)), "test");
        var lines = new List<ReadOnlyMemory<byte>>();
        do
        {
            while (reader.TryRead(out var line))
                lines.Add(line);
        }
        while (await reader.Fill(CancellationToken.None));

        for (var line = 0; line < lines.Count; line++)
            Assert.Equal($"line {line}", Encoding.UTF8.GetString(lines[line].Span));
    }

    [Fact]
    public async Task A_line_of_the_largest_size_is_read_and_a_larger_one_refused_with_its_number_and_the_limit()
    {
        var largest = new byte[RecordLimits.MaxBodyBytes];
        Assert.Equal(largest.Length, Assert.Single(await Read(new MemoryStream(largest))).Length);

        foreach (var end in new[] { "", "\n" })
        {
            var tooLarge = Join([Encoding.UTF8.GetBytes("fine"), new byte[RecordLimits.MaxBodyBytes + 1]])[..^1].Concat(Encoding.UTF8.GetBytes(end)).ToArray();
            var refused = await Assert.ThrowsAsync<CommandException>(() => Read(new MemoryStream(tooLarge)));
            Assert.Equal(ExitCode.Failed, refused.ExitCode);
            Assert.Contains("line 2 of test has more than 4,194,304 bytes", refused.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] RandomLine(Random random)
    {
        var line = new byte[random.Next(20) == 0 ? random.Next(200_000) : random.Next(60)];
        random.NextBytes(line);
        line.AsSpan().Replace((byte)'\n', (byte)0xFF);
        return line;
    }

    private static byte[] Join(IEnumerable<byte[]> lines) => [.. lines.SelectMany(line => line.Append((byte)'\n'))];

    private static async Task<List<byte[]>> Read(Stream stream)
    {
        var reader = new LineReader(stream, "test");
        var lines = new List<byte[]>();
        do
        {
            while (reader.TryRead(out var line))
                lines.Add(line.ToArray());
        }
        while (await reader.Fill(CancellationToken.None));
        return lines;
    }

    /// <summary>Gives a few bytes at a time, as a pipe does.</summary>
    private sealed class ChoppedStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 9000))], cancellationToken);
    }
}
