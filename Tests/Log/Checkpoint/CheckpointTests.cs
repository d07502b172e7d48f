using OrleansRocket.Log.Checkpoint;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Files;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Log.Checkpoint;

public sealed class CheckpointTests
{
    [Fact]
    public void Slots_survive_and_a_freed_slot_is_used_again()
    {
        using var files = Disk();
        using (var checkpoint = CheckpointFile.Open(files, "/checkpoint"))
        {
            for (var i = 1; i <= 100; i++)
                checkpoint.Set(Entry(i));
            checkpoint.Set(Entry(50) with { DurableOffset = 999, Clean = true });
            checkpoint.Remove(7);
            checkpoint.Set(Entry(200));
            checkpoint.Sync();
        }

        using var again = CheckpointFile.Open(files, "/checkpoint");
        Assert.Equal(Entry(50) with { DurableOffset = 999, Clean = true }, again.Find(50));
        Assert.Equal(Entry(100), again.Find(100));
        Assert.Equal(Entry(200), again.Find(200));
        Assert.Null(again.Find(7));
        Assert.Equal(101 * 64, files.Open("/checkpoint", LogFileMode.ReadOnly).Length);
    }

    [Fact]
    public void Slots_that_lie_side_by_side_are_written_in_one_call_and_those_without_an_entry_stay()
    {
        using var memory = Disk();
        var writes = 0;
        var files = new FaultyLogFiles(memory);
        using (var checkpoint = CheckpointFile.Open(files, "/checkpoint"))
        {
            for (var i = 1; i <= 100; i++)
                checkpoint.Set(Entry(i));
            files.Fault = (call, _) => (call == "pwrite" ? writes++ : 0) * 0;
            checkpoint.SetAll(Enumerable.Range(1, 101).Reverse(), number => number == 50 ? null : Entry(number) with { DurableOffset = 1000 + number });
            Assert.Equal(2, writes);
            checkpoint.Sync();
        }

        using var again = CheckpointFile.Open(files, "/checkpoint");
        Assert.Equal(Entry(50), again.Find(50));
        Assert.All(Enumerable.Range(1, 101).Where(number => number != 50), number => Assert.Equal(1000 + number, again.Find((ulong)number)!.Value.DurableOffset));
    }

    [Fact]
    public void A_torn_slot_is_forgotten_and_the_others_are_kept()
    {
        using var files = Disk();
        using (var checkpoint = CheckpointFile.Open(files, "/checkpoint"))
        {
            for (var i = 1; i <= 3; i++)
                checkpoint.Set(Entry(i));
        }

        files.Open("/checkpoint", LogFileMode.Existing).Write([0xFF], 64 * 2 + 20);
        using var again = CheckpointFile.Open(files, "/checkpoint");
        Assert.Equal((Entry(1), (CheckpointEntry?)null, Entry(3)), (again.Find(1)!.Value, again.Find(2), again.Find(3)!.Value));
    }

    [Fact]
    public void After_an_unclean_stop_no_slot_says_clean()
    {
        using var files = Disk();
        using var checkpoint = CheckpointFile.Open(files, "/checkpoint");
        checkpoint.Set(Entry(1) with { Clean = true });
        checkpoint.MarkAllUnclean();
        Assert.Equal(Entry(1), checkpoint.Find(1));
    }

    [Fact]
    public void After_a_failed_sync_nothing_is_promised_any_more()
    {
        using var memory = Disk();
        var files = new FaultyLogFiles(memory);
        using var checkpoint = CheckpointFile.Open(files, "/checkpoint");
        checkpoint.Set(Entry(1));
        files.Fault = (call, _) => call == "fdatasync" ? FaultyLogFiles.IoError : 0;
        Assert.Throws<LogFileException>(checkpoint.Sync);
        files.Fault = null;
        Assert.Throws<FlushFailedException>(checkpoint.Sync);
        Assert.Throws<FlushFailedException>(() => checkpoint.Set(Entry(2)));
    }

    [Fact]
    public void A_checkpoint_that_is_no_checkpoint_is_started_anew()
    {
        using var files = Disk();
        files.Open("/checkpoint", LogFileMode.Create).Write(new byte[500], 0);
        using var checkpoint = CheckpointFile.Open(files, "/checkpoint");
        Assert.Null(checkpoint.Find(0));
        checkpoint.Set(Entry(1));
        Assert.Equal(Entry(1), CheckpointFile.ReadAll(files, "/checkpoint")[1]);
    }

    private static MemoryLogFiles Disk() => new();

    private static CheckpointEntry Entry(int number) => new((ulong)number, number, number * 2, 77, 3, false);
}
