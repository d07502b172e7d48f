using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Log.Recovery;

/// <summary>
/// A bit of a batch that others follow is flipped while nobody looks. The next opening never accepts the batch and never drops it in
/// silence: the queue is read-only, says which file and offset, and everything before can be read. Nothing is changed on disk.
/// </summary>
public sealed class FlippedBitTests : IDisposable
{
    private const int Seed = 20260102;
    private const int BodyFlips = 10_000;
    private const string Segment = "/data/queues/t/0/00000000000000000000.log";

    private readonly MemoryLogFiles _files = new();
    private readonly IFileMapping _bytes;
    private readonly int _start;
    private readonly int _end;

    public FlippedBitTests()
    {
        var scheduler = new ManualScheduler();
        var store = Open(scheduler);
        var log = store.OpenQueue("t", 0, new QueueLogOptions());
        log.Append(Batches.Of("first"), 0);
        _start = (int)log.SizeInBytes;
        log.Append(Batches.Sized(4000), 0);
        _end = (int)log.SizeInBytes;
        log.Append(Batches.Of("last"), 0);
        using (var written = _files)
            _files = written.Kill();
        _bytes = _files.Open(Segment, LogFileMode.Existing).Map(1024 * 1024);
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Every_bit_of_the_header_of_a_middle_batch_counts()
    {
        for (var bit = _start * 8; bit < (_start + RecordBatchHeader.Size) * 8; bit++)
            await CheckFlipped(bit);
        await CheckSound();
    }

    [Fact]
    public async Task Ten_thousand_random_bits_of_the_body_of_a_middle_batch_count()
    {
        var random = new Random(Seed);
        for (var flip = 0; flip < BodyFlips; flip++)
            await CheckFlipped(random.Next((_start + RecordBatchHeader.Size) * 8, _end * 8));
        await CheckSound();
    }

    private async Task CheckFlipped(int bit)
    {
        var before = Flip(bit);
        var scheduler = new ManualScheduler();
        var store = Open(scheduler);
        var log = store.OpenQueue("t", 0, new QueueLogOptions());
        var where = $"bit {bit % 8} of byte {(bit / 8) - _start}";
        Assert.True(log.IsCorrupt, $"{where} was not noticed");
        Assert.True(log.EndOffset == 1 && Batches.ReadAll(log) is ["0:first"], $"{where}: what stands before cannot be read");
        var refused = log.Append(Batches.Of("next"), 0);
        Assert.True(refused.Status == AppendStatus.Failed && refused.Detail!.Contains("offset 1", StringComparison.Ordinal)
            && refused.Detail.Contains("00000000000000000000.log", StringComparison.Ordinal), $"{where}: {refused}");
        Assert.Equal(0, store.Recovery.BytesCut);
        await Close(store, scheduler);
        Assert.True(Content().SequenceEqual(before), $"{where}: the file was changed");
        Flip(bit);
    }

    /// <summary>With every bit flipped back the queue is whole again: nothing was lost.</summary>
    private async Task CheckSound()
    {
        var scheduler = new ManualScheduler();
        var store = Open(scheduler);
        Assert.Equal(3, Batches.ReadAll(store.OpenQueue("t", 0, new QueueLogOptions())).Count);
        await Close(store, scheduler);
    }

    private unsafe byte[] Flip(int bit)
    {
        _bytes.Start[bit / 8] ^= (byte)(1 << (bit % 8));
        return Content().ToArray();
    }

    /// <summary>The batches and a good piece behind them.</summary>
    private unsafe ReadOnlySpan<byte> Content() => new(_bytes.Start, 2 * _end);

    private LogStore Open(ManualScheduler scheduler) => LogStore.Open(
        new LogStoreOptions { Path = "/data", SegmentBytes = 1024 * 1024 },
        new LogEnvironment { Files = _files, Time = new FakeTimeProvider(), Scheduler = scheduler });

    private static async Task Close(LogStore store, ManualScheduler scheduler)
    {
        var closing = store.DisposeAsync();
        scheduler.RunAll();
        await closing;
    }
}
