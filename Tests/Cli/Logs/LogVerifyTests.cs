using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Logs;

public sealed class LogVerifyTests
{
    [Fact]
    public async Task A_sound_directory_has_no_problems()
    {
        using var store = await StoreOnDisk.Create();

        var run = await CommandRun.Of("log", "verify", store.Path);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Contains("orders/0", run.Out, StringComparison.Ordinal);
        Assert.Contains("40 records in 2 queues, no problems", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_is_named_with_queue_file_byte_and_offset_and_exit_code_1()
    {
        using var store = await StoreOnDisk.Create();
        Damage.Flip(store.Segment(1), Damage.BodyOf(store.Segment(1), "order 1-6"));

        var run = await CommandRun.Of("log", "verify", store.Path);

        run.Refused(ExitCode.Failed, store.Path, "1 problem");
        Assert.Matches(@"orders/1: 00000000000000000000\.log, byte \d+, offset 6: ", run.Out);
        Assert.Contains("DAMAGED", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_segment_is_a_problem()
    {
        using var store = await StoreOnDisk.Create();
        File.Delete(store.Segment(0));

        (await CommandRun.Of("log", "verify", store.Path)).Refused(ExitCode.Failed, "problem");
    }

    [Fact]
    public async Task The_json_has_every_queue_and_its_problems()
    {
        using var store = await StoreOnDisk.Create();
        Damage.Flip(store.Segment(1), Damage.BodyOf(store.Segment(1), "order 1-6"));

        var run = await CommandRun.Of("log", "verify", store.Path, "--json");

        using var found = JsonDocument.Parse(run.Out);
        Assert.False(found.RootElement.GetProperty("isSound").GetBoolean());
        var queues = found.RootElement.GetProperty("queues").EnumerateArray().ToList();
        Assert.Equal([20, 18], queues.Select(queue => queue.GetProperty("records").GetInt32()));
        Assert.Equal([0, 1], queues.Select(queue => queue.GetProperty("problems").GetArrayLength()));
    }

    [Fact]
    public async Task A_directory_in_use_is_refused_with_path_and_process_unless_forced()
    {
        using var store = await StoreOnDisk.Create();
        await using var broker = store.Open();

        (await CommandRun.Of("log", "verify", store.Path)).Refused(ExitCode.Failed, store.Path, $"{Environment.ProcessId}");
        (await CommandRun.Of("log", "dump", store.Path)).Refused(ExitCode.Failed, store.Path, $"{Environment.ProcessId}");
        Assert.Equal(ExitCode.Ok, (await CommandRun.Of("log", "verify", store.Path, "--force")).ExitCode);
    }

    [Fact]
    public async Task A_directory_that_is_missing_or_not_ours_is_refused()
    {
        using var other = new TestDirectory();

        (await CommandRun.Of("log", "verify", Path.Combine(other.Path, "nix"))).Refused(ExitCode.Failed, "nix", "no such directory");
        (await CommandRun.Of("log", "verify", other.Path)).Refused(ExitCode.Failed, other.Path, "not a store");
    }
}
