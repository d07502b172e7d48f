using OrleansRocket.Log.Queues;

namespace OrleansRocket.Tests.Log.Recovery;

/// <summary>The last batch of a real file, torn at each of its bytes: what stands before it is kept, what is left of it is cut and counted.</summary>
public sealed class TornTailTests
{
    private const int Seed = 20260101;

    /// <summary>What stands behind the tear.</summary>
    public enum Tear
    {
        /// <summary>Zeros: the pages were never written.</summary>
        Zeros,

        /// <summary>Anything: the pages were written in part.</summary>
        Garbage,

        /// <summary>Nothing: the file ends there.</summary>
        EndOfFile,
    }

    [Theory]
    [InlineData(Tear.Zeros)]
    [InlineData(Tear.Garbage)]
    [InlineData(Tear.EndOfFile)]
    public async Task A_tail_torn_at_any_byte_is_cut_and_counted_and_everything_before_it_kept(Tear tear)
    {
        await using var store = new StoreFixture();
        var log = store.OpenQueue();
        log.Append(Batches.Of("a"), 0);
        log.Append(Batches.Of("b", "c"), 0);
        var start = (int)log.SizeInBytes;
        log.Append(Batches.Of("the last one"), 0);
        await using var copy = store.CopyClosed();
        var path = Path.Join(copy.QueueDirectory, $"{0:D20}.log");
        var whole = File.ReadAllBytes(path);
        var end = Array.FindLastIndex(whole, value => value != 0) + 1;
        var random = new Random(Seed);
        for (var kept = start; kept < end; kept++)
        {
            File.WriteAllBytes(path, Torn(whole, kept, end, tear, random));
            var torn = File.ReadAllBytes(path).AsSpan(start).LastIndexOfAnyExcept((byte)0) + 1;
            await CheckCut(copy, path, whole.AsMemory(0, start), torn, $"{tear} from byte {kept - start} on, seed {Seed}");
            Restore(store, copy);
        }
    }

    private static async Task CheckCut(StoreFixture copy, string path, ReadOnlyMemory<byte> before, long torn, string where)
    {
        copy.Open();
        var log = copy.OpenQueue();
        Assert.False(log.IsCorrupt, $"{where}: {log.Failure?.Message}");
        Assert.True(copy.Store.Recovery.BytesCut == torn, $"{where}: {copy.Store.Recovery.BytesCut} bytes were cut, not {torn}");
        Assert.Equal(["0:a", "1:b", "2:c"], Batches.ReadAll(log));
        var after = File.ReadAllBytes(path);
        Assert.True(after.AsSpan(0, before.Length).SequenceEqual(before.Span), $"{where}: what stood before was changed");
        Assert.True(after.AsSpan(before.Length).IndexOfAnyExcept((byte)0) < 0, $"{where}: something is left of the tail");
        Assert.Equal(AppendStatus.Appended, log.Append(Batches.Of("d"), 0).Status);
        Assert.Equal("3:d", Batches.ReadAll(log)[^1]);
        await copy.Close();
    }

    private static byte[] Torn(byte[] whole, int kept, int end, Tear tear, Random random)
    {
        var torn = whole[..(tear == Tear.EndOfFile ? kept : whole.Length)];
        if (tear == Tear.Zeros)
            torn.AsSpan(kept).Clear();
        else if (tear == Tear.Garbage)
        {
            // The first byte behind the tear is surely wrong; the others are wrong with all but certainty.
            random.NextBytes(torn.AsSpan(kept, end - kept));
            torn[kept] = (byte)~whole[kept];
        }

        return torn;
    }

    private static void Restore(StoreFixture store, StoreFixture copy)
    {
        foreach (var file in Directory.GetFiles(copy.QueueDirectory))
            File.Delete(file);
        foreach (var name in new[] { "checkpoint", "abort" })
            File.Copy(Path.Join(store.Path, name), Path.Join(copy.Path, name), overwrite: true);
    }
}
