using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;

namespace OrleansRocket.Producing;

/// <summary>
/// Collects the messages for one queue. While a request is under way, further messages join the next batch: an idle queue sends at
/// once, a busy one in batches that grow by themselves, and nobody waits for a timer. One request at a time keeps the order and makes
/// retries idempotent.
/// </summary>
internal sealed class QueueAccumulator
{
    private readonly ClientContext _context;
    private readonly ProducerOptions _options;
    private readonly ByteBudget _budget;
    private readonly ITopicQueueGrain _grain;
    private readonly StoreLanes _lanes;
    private readonly Action<int> _batchLeft;
    private readonly Lock _gate = new();
    private readonly Queue<SendBatch> _sealed = [];
    private SendBatch _building;
    private SendBatch? _spare;
    private bool _pumping;
    private TaskCompletionSource? _drained;

    // Only the pump uses these.
    private long _producerId;
    private int _sequence;

    /// <summary>Where the leader was when it answered last, if that is not where it prefers to be.</summary>
    private string? _store;

    /// <summary>Makes the accumulator of a queue.</summary>
    /// <param name="context">The client.</param>
    /// <param name="options">The producer's options.</param>
    /// <param name="budget">What the producer may hold.</param>
    /// <param name="lanes">The ways to the stores.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="batchLeft">Told the queue's number when no more messages join a batch, because it is full or under way.</param>
    public QueueAccumulator(ClientContext context, ProducerOptions options, ByteBudget budget, StoreLanes lanes, QueueName queue, Action<int> batchLeft)
    {
        _context = context;
        _options = options;
        _budget = budget;
        _lanes = lanes;
        Queue = queue;
        _batchLeft = batchLeft;
        _grain = context.Queue(queue);
        _building = new SendBatch(options.MaxBatchBytes);
        _producerId = context.NewProducerId();
    }

    public QueueName Queue { get; }

    /// <summary>Takes a message into the next batch. Its bytes are copied before this returns.</summary>
    /// <param name="record">The message.</param>
    /// <param name="send">Who waits for its acknowledgement.</param>
    /// <param name="slot">Which of the messages that <paramref name="send"/> waits for this is.</param>
    /// <param name="budgetBytes">What it took from the byte budget.</param>
    /// <exception cref="RecordTooLargeException">The message can never be sent.</exception>
    public void Add(in RecordData record, PendingSend send, int slot, long budgetBytes)
    {
        lock (_gate)
        {
            if (!_building.TryAdd(in record, send, slot, budgetBytes))
            {
                _sealed.Enqueue(_building);
                _building = NewBatch();
                _building.TryAdd(in record, send, slot, budgetBytes);
                _batchLeft(Queue.Queue);
            }

            if (!_pumping)
            {
                _pumping = true;
                _ = _context.Run(Pump);
            }
        }
    }

    /// <summary>Completes when everything taken so far has been answered for.</summary>
    public Task Drain()
    {
        lock (_gate)
        {
            if (!_pumping)
                return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    private SendBatch NewBatch()
    {
        var batch = _spare ?? new SendBatch(_options.MaxBatchBytes);
        _spare = null;
        return batch;
    }

    private async Task Pump()
    {
        while (Next() is { } batch)
        {
            var mayBeInUse = await Send(batch);
            _budget.Return(batch.BudgetBytes);
            if (!mayBeInUse)
                Reuse(batch);

            // Those whose sends were just acknowledged often send again at once: let them join the next batch.
            await Task.Yield();
        }
    }

    private void Reuse(SendBatch batch)
    {
        batch.Reset();
        lock (_gate)
            _spare ??= batch;
    }

    private SendBatch? Next()
    {
        lock (_gate)
        {
            if (_sealed.TryDequeue(out var full))
                return full;
            if (_building.Count == 0)
            {
                _pumping = false;
                _drained?.SetResult();
                _drained = null;
                return null;
            }

            var batch = _building;
            _building = NewBatch();
            _batchLeft(Queue.Queue);
            return batch;
        }
    }

    /// <summary>Sends a batch until it is acknowledged, refused for good, or out of time.</summary>
    /// <returns>True when a call that was given up may still be reading the batch's bytes.</returns>
    private async Task<bool> Send(SendBatch batch)
    {
        var started = _context.Time.GetTimestamp();
        var request = Request(batch);
        var mayBeStored = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // What went wrong with many others may go well alone.
                Acknowledge(batch, await (attempt == 1 ? _lanes.Append(Queue, _grain, request, _store) : _grain.Append(request)));
                return attempt > 1;
            }
            catch (RocketException gap) when (gap.Code == RocketError.OutOfOrderSequence && _sequence > 0 && !mayBeStored)
            {
                // The broker lost what it had acknowledged before (a loss of power, with asynchronous flush; another replica than the one
                // that acknowledged alone), and refuses to continue the sequence. This batch was not stored, so that it can begin a new one.
                BeginSequence();
                request = Request(batch);
            }
            catch (Exception failure) when (Transience.IsTransient(failure) && _context.Time.GetElapsedTime(started) < _options.SendTimeout)
            {
                mayBeStored |= failure is not RocketException { Code: RocketError.Busy };
                var delay = _context.RetryDelay(attempt, failure);
                var rest = _options.SendTimeout - _context.Time.GetElapsedTime(started);
                await _context.Delay(delay < rest ? delay : rest.Ticks > 0 ? rest : TimeSpan.Zero, CancellationToken.None);
            }
            catch (Exception failure)
            {
                Fail(batch, failure, mayBeStored);
                return true;
            }
        }
    }

    private AppendRequest Request(SendBatch batch) => new(batch.Builder.Build(_producerId, producerEpoch: 0, _sequence));

    private void BeginSequence()
    {
        _producerId = _context.NewProducerId();
        _sequence = 0;
    }

    private void Acknowledge(SendBatch batch, AppendReply reply)
    {
        var producerId = _producerId;
        var sequence = _sequence;
        _store = reply.Store;
        var storedAt = DateTimeOffset.FromUnixTimeMilliseconds(reply.StoredAtMs);
        batch.Complete(index => new SendReceipt(
            new MessageId(producerId, After(sequence, index)), Queue, reply.BaseOffset + index, reply.Status, reply.Durability, storedAt));
        _sequence = After(_sequence, batch.Count);
    }

    /// <summary>Sequences go on from the largest integer with 0.</summary>
    private static int After(int sequence, int count) => (sequence + count) & int.MaxValue;

    /// <summary>Nobody knows whether a batch was stored after its time ran out, so the next one begins a new sequence.</summary>
    private void Fail(SendBatch batch, Exception failure, bool mayBeStored)
    {
        BeginSequence();
        batch.Fail(failure switch
        {
            RocketException { Code: RocketError.OutOfOrderSequence } =>
                new RocketException(RocketError.Timeout, $"queue {Queue} lost what it had acknowledged before, while this message was sent; the message may or may not have been stored", failure),
            RocketException { Code: RocketError.Busy } when !mayBeStored => failure,
            _ when Transience.IsTransient(failure) =>
                new RocketException(RocketError.Timeout, $"queue {Queue} did not acknowledge within {_options.SendTimeout}; the message may or may not have been stored", failure),
            _ => failure,
        });
    }
}
