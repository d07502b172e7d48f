using System.Text.Json;
using OrleansRocket.Tests.Cli;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>The built <c>rocket</c>, killed in the middle of its work, again and again on the same data.</summary>
public sealed class QuickstartKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 20;
    private const int InputLines = 1_000_000;
    private const int MaxAckedLines = 150_000;
    private const string SeedVariable = "ROCKET_TEST_SEED";
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(2);

    private readonly TestDirectory _directory = new();
    private readonly List<long> _recoveries = [];

    private string Data => Path.Combine(_directory.Path, "data");

    private string Input => Path.Combine(_directory.Path, "input.txt");

    [Fact]
    public async Task Twenty_kills_in_the_middle_of_sending_lose_no_acknowledged_line()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var given) ? given : Environment.TickCount;
        output.WriteLine($"seed {seed}; to replay: {SeedVariable}={seed}");
        var random = new Random(seed);
        await File.WriteAllLinesAsync(Input, Enumerable.Range(1, InputLines).Select(line => $"{line} a line as it stands in a log file"));

        var history = new StoredLines(Data);
        for (var round = 1; round <= Rounds; round++)
        {
            var acked = await KillAfter(random.Next(1, MaxAckedLines), round);
            var stored = history.AddRound(acked);
            output.WriteLine($"round {round}: {acked} lines acknowledged, {stored} stored");
        }

        history.CheckAllRounds();
        var verified = await CommandRun.Of("log", "verify", Data);
        Assert.True(verified.ExitCode == 0, verified.Out + verified.Error);
        await FinishInOrder(history.TotalStored);

        await CheckRecoveryTimes();
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>
    /// What a start takes longer than one with nothing to recover, so that an engine's own start and a busy machine do not count; and
    /// the median, since a machine may well be busy with something else once.
    /// </summary>
    private async Task CheckRecoveryTimes()
    {
        using var rocket = ChildProcess.Start("rocket", "quickstart", "--data", Path.Combine(_directory.Path, "empty"), "--json");
        Assert.True(await rocket.End() == 0, rocket.Error);
        using var result = JsonDocument.Parse(rocket.Out);
        var empty = result.RootElement.GetProperty("recoveredMs").GetInt64();
        output.WriteLine($"ready with nothing to recover in {empty} ms, otherwise in {string.Join(", ", _recoveries)} ms");
        Assert.Equal(Rounds - 1, _recoveries.Count);
        Assert.True(_recoveries.Order().ElementAt(Rounds / 2) - empty < RecoveryLimit.TotalMilliseconds, "recovery took longer than 2 s more often than not");
    }

    /// <summary>Lets a run acknowledge so many lines and kills it.</summary>
    /// <returns>The lines that it had acknowledged by then.</returns>
    private async Task<int> KillAfter(int lines, int round)
    {
        var acks = Path.Combine(_directory.Path, $"acks-{round}");
        using var rocket = ChildProcess.Start("rocket", "quickstart", "--data", Data, "--input", Input, "--acks", acks);
        var bytes = Enumerable.Range(1, lines).Sum(line => (long)line.ToString(System.Globalization.CultureInfo.InvariantCulture).Length + 1);
        await rocket.WaitUntil(() => File.Exists(acks) && new FileInfo(acks).Length >= bytes, $"{lines} lines are acknowledged in round {round}");
        await rocket.Kill();
        NoteRecovery(rocket.Error, round);
        return CountAcks(acks);
    }

    private void NoteRecovery(string error, int round)
    {
        const string Before = "recovered in ";
        var at = error.IndexOf(Before, StringComparison.Ordinal);
        Assert.True(round == 1 ? at < 0 : at >= 0, $"round {round} said: {error}");
        if (at >= 0)
            _recoveries.Add(long.Parse(error[(at + Before.Length)..].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Acknowledgements are written in the order of the lines; the last one may have been cut by the kill.</summary>
    private static int CountAcks(string acks)
    {
        var text = File.ReadAllText(acks);
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var line = 0; line < lines.Length; line++)
            Assert.Equal($"{line + 1}", lines[line]);
        return lines.Length;
    }

    private async Task FinishInOrder(long storedBefore)
    {
        using var rocket = ChildProcess.Start("rocket", "quickstart", "--data", Data, "--json");
        Assert.True(await rocket.End() == 0, rocket.Error);
        using var result = JsonDocument.Parse(rocket.Out);
        Assert.True(result.RootElement.GetProperty("equal").GetBoolean());
        Assert.False(result.RootElement.GetProperty("cleanStart").GetBoolean());
        Assert.Equal(storedBefore, result.RootElement.GetProperty("keptLines").GetInt64());
        Assert.Equal(storedBefore, result.RootElement.GetProperty("caughtUpLines").GetInt64());
    }
}
