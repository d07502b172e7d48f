using OrleansRocket.Queues;
using OrleansRocket.Stores;

namespace OrleansRocket.Producing;

/// <summary>
/// The way to one store. While a few calls to it are under way, the batches of further queues wait and then travel in one call, so that
/// sending to thousands of queues costs about what sending to a few does. An idle lane sends at once and straight to the queue.
/// </summary>
internal sealed class StoreLane(ClientContext context, string store)
{
    /// <summary>So many calls keep both sides busy: one is carried out while others travel.</summary>
    private const int MaxCalls = 4;

    /// <summary>A call takes no more batches once it has so many bytes.</summary>
    private const int MaxCallBytes = 1024 * 1024;

    /// <summary>The most batches in a call.</summary>
    private const int MaxCallBatches = 1024;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private readonly IStoreGrain _grain = context.Grains.GetGrain<IStoreGrain>(store);
    private int _calls;

    /// <summary>Appends a batch. A queue has one batch under way at a time.</summary>
    public Task<AppendReply> Append(QueueName queue, ITopicQueueGrain grain, AppendRequest request)
    {
        var waiting = new Waiting(queue, grain, request);
        lock (_gate)
        {
            if (_calls == MaxCalls)
            {
                _waiting.Enqueue(waiting);
                return waiting.Reply;
            }

            _calls++;
        }

        return AppendAtOnce(waiting);
    }

    private async Task<AppendReply> AppendAtOnce(Waiting only)
    {
        try
        {
            return await only.Grain.Append(only.Request);
        }
        finally
        {
            SendNext();
        }
    }

    /// <summary>A call has ended: what waits takes its place.</summary>
    private void SendNext()
    {
        List<Waiting> next;
        lock (_gate)
        {
            next = Take();
            if (next.Count == 0)
            {
                _calls--;
                return;
            }
        }

        _ = Send(next);
    }

    private List<Waiting> Take()
    {
        var taken = new List<Waiting>();
        for (var bytes = 0; bytes < MaxCallBytes && taken.Count < MaxCallBatches && _waiting.TryDequeue(out var next); bytes += next.Request.Batch.Length)
            taken.Add(next);
        return taken;
    }

    private async Task Send(List<Waiting> batches)
    {
        if (batches.Count == 1)
        {
            await Answer(batches[0]);
            return;
        }

        try
        {
            var appends = new QueueAppend[batches.Count];
            for (var index = 0; index < appends.Length; index++)
                appends[index] = new QueueAppend(batches[index].Queue.ToString(), batches[index].Request);
            var replies = await _grain.Append(appends);
            for (var index = 0; index < batches.Count; index++)
                batches[index].Answer(replies[index]);
        }
        catch (Exception failure)
        {
            // Nobody knows what became of any of them; each is sent again by itself, which is safe.
            foreach (var batch in batches)
                batch.Fail(failure);
        }

        SendNext();
    }

    private async Task Answer(Waiting batch)
    {
        try
        {
            batch.Answer(new QueueAppendReply(await AppendAtOnce(batch), null));
        }
        catch (Exception failure)
        {
            batch.Fail(failure);
        }
    }

    /// <summary>A batch and who waits for its acknowledgement.</summary>
    private sealed class Waiting(QueueName queue, ITopicQueueGrain grain, AppendRequest request)
    {
        private readonly TaskCompletionSource<AppendReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public QueueName Queue => queue;

        public ITopicQueueGrain Grain => grain;

        public AppendRequest Request => request;

        public Task<AppendReply> Reply => _reply.Task;

        public void Answer(QueueAppendReply reply)
        {
            if (reply.Failure is { } failure)
                _reply.SetException(failure);
            else
                _reply.SetResult(reply.Reply!);
        }

        public void Fail(Exception failure) => _reply.SetException(failure);
    }
}
