using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Cli.Logs;

public sealed class LogDumpTests
{
    [Fact]
    public async Task Every_record_is_one_line_in_the_order_of_queues_and_offsets()
    {
        using var store = await StoreOnDisk.Create();

        var run = await CommandRun.Of("log", "dump", store.Path);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Empty(run.Error);
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(40, lines.Length);
        for (var line = 0; line < 40; line++)
        {
            Assert.StartsWith($"orders/{line / 20}@{line % 20}  ", lines[line], StringComparison.Ordinal);
            Assert.EndsWith($"  order {line / 20}-{line % 20}", lines[line], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Queue_offset_and_number_can_be_chosen()
    {
        using var store = await StoreOnDisk.Create();

        var run = await CommandRun.Of("log", "dump", store.Path, "--topic", "orders", "--queue", "1", "--from", "13", "--count", "3", "--json");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal([("order 1-13", 13), ("order 1-14", 14), ("order 1-15", 15)], Records(run).Select(record => (record.GetProperty("body").GetString(), record.GetProperty("offset").GetInt32())));
    }

    [Fact]
    public async Task The_json_has_all_parts_of_a_record_and_leaves_out_those_it_lacks()
    {
        using var store = await StoreOnDisk.Create(
            new RecordData { Body = new byte[] { 0xFF, 0x00 }, Tag = "paid", Keys = "k1 k2", Flag = 7, Properties = [new("colour", "grün")], BornTimestampMs = 1_700_000_000_000 },
            new RecordData { Keys = "gone", Tombstone = true, BornTimestampMs = long.MaxValue });

        var run = await CommandRun.Of("log", "dump", store.Path, "--topic", "special", "--json");

        var records = Records(run).ToList();
        Assert.Equal("paid", records[0].GetProperty("tag").GetString());
        Assert.Equal("k1 k2", records[0].GetProperty("keys").GetString());
        Assert.Equal(7, records[0].GetProperty("flag").GetInt32());
        Assert.Equal("grün", records[0].GetProperty("properties").GetProperty("colour").GetString());
        Assert.Equal("/wA=", records[0].GetProperty("bodyBase64").GetString());
        Assert.Equal(2, records[0].GetProperty("bodyBytes").GetInt32());
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000), records[0].GetProperty("bornAt").GetDateTimeOffset());
        Assert.False(records[0].TryGetProperty("body", out _));
        Assert.True(records[1].GetProperty("tombstone").GetBoolean());
        Assert.Equal("gone", records[1].GetProperty("keys").GetString());
        Assert.False(records[1].TryGetProperty("tag", out _));
    }

    [Fact]
    public async Task Control_characters_do_not_reach_the_terminal()
    {
        using var store = await StoreOnDisk.Create(new RecordData { Body = "\u001b[31mred\u0007"u8.ToArray(), Tag = "a\tb" });

        var run = await CommandRun.Of("log", "dump", store.Path, "--topic", "special");

        Assert.DoesNotContain('\u001b', run.Out);
        Assert.Contains(@"tag=a\u0009b  \u001b[31mred\u0007", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_or_queue_that_is_not_there_is_named_with_those_that_are()
    {
        using var store = await StoreOnDisk.Create();

        (await CommandRun.Of("log", "dump", store.Path, "--topic", "nix")).Refused(ExitCode.Failed, "topic 'nix'", "orders");
        (await CommandRun.Of("log", "dump", store.Path, "--queue", "5")).Refused(ExitCode.Failed, "queue 5", "orders");
    }

    [Fact]
    public async Task A_damaged_batch_is_named_and_left_out_and_the_others_are_printed()
    {
        using var store = await StoreOnDisk.Create();
        Damage.Flip(store.Segment(0), Damage.BodyOf(store.Segment(0), "order 0-5"));

        var run = await CommandRun.Of("log", "dump", store.Path, "--queue", "0");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Equal(18, run.Out.Count(character => character == '\n'));
        Assert.Contains("orders/0: 00000000000000000000.log, byte ", run.Error, StringComparison.Ordinal);
        Assert.Contains("rocket: 1 damaged place", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Records(CommandRun run) =>
        run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);
}
