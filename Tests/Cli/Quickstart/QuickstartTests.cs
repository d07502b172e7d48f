using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Quickstart;

public sealed class QuickstartTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private string Data => Path.Combine(_directory.Path, "data");

    [Fact]
    public async Task Every_line_of_a_file_comes_out_again_whatever_its_bytes()
    {
        var input = WriteInput([.. Lines(5000), "", "", "same", "same", "Ünïcödé 春眠不覺曉", "tab\tand\0zero"], [0xFF, 0xFE, 0xC3, (byte)'\n', (byte)'e', (byte)'n', (byte)'d']);

        using var result = await Run("--input", input);

        Assert.Equal(5008, Number(result, "linesIn"));
        Assert.Equal(5008, Number(result, "linesOut"));
        Assert.True(Property(result, "equal").GetBoolean());
        Assert.Equal(HashOfSorted(await File.ReadAllBytesAsync(input)), Property(result, "sha256In").GetString());
        Assert.Equal(Property(result, "sha256In").GetString(), Property(result, "sha256Out").GetString());
        Assert.Equal(Number(result, "bytesIn"), Number(result, "bytesOut"));
    }

    [Fact]
    public async Task A_second_run_keeps_what_was_there_and_counts_only_its_own_lines()
    {
        using var first = await Run("--input", WriteInput(Lines(1000)));
        using var second = await Run("--input", WriteInput(Lines(300)));

        Assert.Equal((0, 1000), (Number(first, "keptLines"), Number(first, "linesOut")));
        Assert.Equal((1000, 300), (Number(second, "keptLines"), Number(second, "linesOut")));
        Assert.Equal(0, Number(second, "caughtUpLines"));
        Assert.True(Property(second, "equal").GetBoolean());
        Assert.True(Property(second, "cleanStart").GetBoolean());
        Assert.Equal(1300, await StoredLines());
    }

    [Fact]
    public async Task What_an_interrupted_run_left_is_caught_up_with_by_the_next()
    {
        using var stopping = new CancellationTokenSource();
        var interrupted = await CommandRun.With(new InterruptedStream(Encoding.UTF8.GetBytes(string.Concat(Lines(2000).Select(line => line + "\n"))), stopping), stopping.Token, "quickstart", "--input", "-", "--data", Data);
        interrupted.Refused(ExitCode.Interrupted, "interrupted");

        using var next = await Run();

        Assert.True(Property(next, "equal").GetBoolean());
        Assert.True(Property(next, "cleanStart").GetBoolean(), "an interrupted run stops its broker in order");
        Assert.Equal(2000, Number(next, "keptLines"));
        Assert.Equal(2000, Number(next, "caughtUpLines"));
    }

    [Fact]
    public async Task Without_an_input_the_bundled_sample_is_sent_and_the_report_shows_all()
    {
        var run = await CommandRun.Of("quickstart", "--data", Data);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.All(new[] { "lines in", "lines out", "lines/s", "MB/s", "SHA-256", "equal", "4 queues", Data, "ready in" }, part => Assert.Contains(part, run.Out, StringComparison.Ordinal));
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length < 250));
    }

    [Fact]
    public async Task Standard_input_is_read_to_its_end_and_may_be_empty()
    {
        using var empty = JsonDocument.Parse((await Quickstart(Stream.Null, "--input", "-")).Out);
        using var some = JsonDocument.Parse((await Quickstart(new MemoryStream("x\ny\n"u8.ToArray()), "--input", "-")).Out);

        Assert.Equal((0, 0), (Number(empty, "linesIn"), Number(empty, "linesOut")));
        Assert.True(Property(empty, "equal").GetBoolean());
        Assert.Equal((2, 2), (Number(some, "linesIn"), Number(some, "linesOut")));
    }

    [Fact]
    public async Task The_json_is_one_line_with_these_properties()
    {
        var run = await Quickstart(Stream.Null);
        using var result = JsonDocument.Parse(run.Out);

        Assert.Equal(1, run.Out.Count(character => character == '\n'));
        Assert.Equal(
            ["input", "linesIn", "linesOut", "bytesIn", "bytesOut", "sha256In", "sha256Out", "equal", "sending", "consuming", "topic", "queues", "group", "keptLines", "caughtUpLines", "dataDirectory", "cleanStart", "recoveredMs"],
            result.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["seconds", "linesPerSecond", "megabytesPerSecond"], Property(result, "sending").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task The_number_of_each_acknowledged_line_is_written_in_order()
    {
        var acks = Path.Combine(_directory.Path, "acks");

        using var result = await Run("--input", WriteInput(Lines(3000)), "--acks", acks);

        Assert.Equal(Enumerable.Range(1, 3000).Select(line => $"{line}"), await File.ReadAllLinesAsync(acks));
    }

    [Fact]
    public async Task A_line_that_is_too_long_ends_the_run_with_its_number_and_the_limit()
    {
        var input = WriteInput(["short", new string('x', RecordLimits.MaxBodyBytes + 1)]);

        (await CommandRun.Of("quickstart", "--data", Data, "--input", input)).Refused(ExitCode.Failed, "line 2", input, "4,194,304");
    }

    [Fact]
    public async Task An_input_that_cannot_be_read_is_refused_before_anything_is_made()
    {
        (await CommandRun.Of("quickstart", "--data", Data, "--input", "/no/such/file")).Refused(ExitCode.Failed, "/no/such/file", "does not exist");
        (await CommandRun.Of("quickstart", "--data", Data, "--input", _directory.Path)).Refused(ExitCode.Failed, _directory.Path, "directory");

        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_data_directory_in_use_is_refused_with_its_path_and_the_holders_process()
    {
        await using var holder = LogStore.Open(new LogStoreOptions { Path = Data, ClusterId = "quickstart" });

        (await CommandRun.Of("quickstart", "--data", Data)).Refused(ExitCode.Failed, Data, $"{Environment.ProcessId}");
    }

    [Fact]
    public async Task A_data_directory_that_is_not_ours_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "photo.jpg"), "x");

        (await CommandRun.Of("quickstart", "--data", Data)).Refused(ExitCode.Failed, Data, "photo.jpg");

        Assert.Equal([Path.Combine(Data, "photo.jpg")], Directory.GetFileSystemEntries(Data));
    }

    [Fact]
    public async Task A_data_directory_of_a_newer_format_version_is_refused_with_both_versions()
    {
        await (LogStore.Open(new LogStoreOptions { Path = Data, ClusterId = "quickstart" })).DisposeAsync();
        var identity = Path.Combine(Data, "store");
        await File.WriteAllTextAsync(identity, (await File.ReadAllTextAsync(identity)).Replace("format=1", "format=99", StringComparison.Ordinal));

        (await CommandRun.Of("quickstart", "--data", Data)).Refused(ExitCode.Failed, "99", "version 1");
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_refused()
    {
        await File.WriteAllTextAsync(Data, "x");

        (await CommandRun.Of("quickstart", "--data", Data)).Refused(ExitCode.Failed, Data);
    }

    public void Dispose() => _directory.Dispose();

    private static IEnumerable<string> Lines(int count) => Enumerable.Range(0, count).Select(line => $"line {line} {new string('.', line % 70)}");

    private static string HashOfSorted(byte[] content)
    {
        var lines = Encoding.Latin1.GetString(content).Split('\n');
        var sorted = (lines[^1].Length == 0 ? lines[..^1] : lines).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(string.Concat(sorted.Select(line => line + "\n")))));
    }

    private static JsonElement Property(JsonDocument result, string name) => result.RootElement.GetProperty(name);

    private static long Number(JsonDocument result, string name) => Property(result, name).GetInt64();

    private string WriteInput(IEnumerable<string> lines, byte[]? end = null)
    {
        var path = Path.Combine(_directory.Path, "input.txt");
        File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), .. end ?? []]);
        return path;
    }

    private async Task<JsonDocument> Run(params string[] args) => JsonDocument.Parse((await Quickstart(Stream.Null, args)).Out);

    private async Task<CommandRun> Quickstart(Stream input, params string[] args)
    {
        var run = await CommandRun.With(input, CancellationToken.None, ["quickstart", "--data", Data, "--json", .. args]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        return run;
    }

    private async Task<int> StoredLines()
    {
        var dump = await CommandRun.Of("log", "dump", Data, "--topic", "quickstart", "--json");
        Assert.Equal(ExitCode.Ok, dump.ExitCode);
        return dump.Out.Count(character => character == '\n');
    }

    /// <summary>Brings all its bytes, and then Ctrl-C.</summary>
    private sealed class InterruptedStream(byte[] bytes, CancellationTokenSource stopping) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                await stopping.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return read;
        }
    }
}
