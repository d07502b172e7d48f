using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;

namespace OrleansRocket.CrashHost;

/// <summary>
/// A store's life with everything that writes: appends, rolls, flushes, retention, compaction, epochs, truncation, emptying, deletion, closing and
/// opening. It goes on where an earlier life of the same directory ended.
/// </summary>
internal sealed class Life(string data, AckWriter acks)
{
    private const int Rounds = 4;
    private const int BatchesARound = 5;
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HouseTime = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly StepScheduler _work = new();
    private LogStore? _store;

    public async Task Run()
    {
        Open();
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var queue in CrashQueue.All)
                Write(queue);
            Pass(FlushTime);
            Lead(CrashQueue.Led, cut: round % 2 == 0);
            Delete(CrashQueue.Gone);
            Pass(HouseTime);
            if (round == 1)
                CloseQueues();
            if (round == 2)
            {
                await Close();
                Open();
            }
        }

        await Close();
    }

    private void Open() =>
        _store = LogStore.Open(CrashQueue.StoreOptions(data), new LogEnvironment { Time = _time, Scheduler = _work });

    private async Task Close()
    {
        var closing = _store!.DisposeAsync();
        _work.RunAll();
        await closing;
    }

    private void CloseQueues()
    {
        foreach (var queue in CrashQueue.All)
            _store!.CloseQueue(queue.Topic, 0);
        _work.RunAll();
    }

    private QueueLog LogOf(CrashQueue queue)
    {
        var log = _store!.OpenQueue(queue.Topic, 0, queue.Options);
        return log.IsFailed ? throw new InvalidOperationException($"{queue.Topic}: {log.Failure!.Message}") : log;
    }

    private void Write(CrashQueue queue)
    {
        var log = LogOf(queue);
        for (var count = 0; count < BatchesARound; count++)
        {
            var (offset, epoch) = (log.EndOffset, log.Promised.Epoch);
            var outcome = log.Append(queue.BatchAt(offset, epoch), epoch);
            if (outcome.Status != AppendStatus.Appended || outcome.BaseOffset != offset)
                throw new InvalidOperationException($"{queue.Topic}/{offset}: {outcome}");
            WaitDurable(log, outcome.EndOffset);
            acks.Appended(queue.Topic, offset, outcome.EndOffset, epoch);
        }
    }

    private void WaitDurable(QueueLog log, long endOffset)
    {
        var durable = log.WaitDurable(endOffset, CancellationToken.None).AsTask();
        _work.RunAll();
        if (!durable.IsCompletedSuccessfully)
            throw new InvalidOperationException($"{log.Topic}/{endOffset} is not durable: {durable.Exception?.Message}");
    }

    private void Lead(CrashQueue queue, bool cut)
    {
        const int Kept = 4;
        var log = LogOf(queue);
        if (cut && log.EndOffset > Kept)
        {
            var end = log.EndOffset - Kept;
            acks.Cutting(queue.Topic, end);
            log.TruncateTo(end);
            acks.Cut(queue.Topic, log.EndOffset);
        }

        var epoch = log.Promised.Epoch + 1;
        log.BeginEpoch(epoch);
        acks.Epoch(queue.Topic, epoch);
    }

    private void Delete(CrashQueue queue)
    {
        acks.Deleting(queue.Topic);

        // A replica that is emptied has as little left as one that is deleted, whenever the process dies.
        var log = LogOf(queue);
        var leader = new EpochPromise(log.ClaimEpoch(0, "other"), "other");
        if (!log.TryResetTo(0, leader) || log.EndOffset != 0)
            throw new InvalidOperationException($"{queue.Topic} was not emptied");
        _store!.DeleteQueue(queue.Topic, 0);
        acks.Deleted(queue.Topic);
    }

    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        _work.RunAll();
    }
}
