using OrleansRocket.Queues;
using OrleansRocket.Routing;

namespace OrleansRocket.Transactions;

/// <summary>A group of producers. One check waits until a producer takes it; a producer waits until a check comes.</summary>
[GrainType("rocket.producer-group")]
internal sealed class ProducerGroupGrain(RouteCache routes, TimeProvider time) : Grain, IProducerGroupGrain
{
    /// <summary>So many checks wait at most: others are asked for again later.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>A producer that has not asked for so long is gone.</summary>
    private static readonly TimeSpan ProducerLifetime = TimeSpan.FromSeconds(30);

    private readonly Queue<TransactionCheck> _waiting = [];
    private readonly HashSet<TransactionCheck> _known = [];
    private readonly Dictionary<string, long> _producers = [];
    private TaskCompletionSource? _arrival;

    public async Task<IReadOnlyList<TransactionCheck>> WaitForChecks(string producer, int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        Note(producer);
        var started = time.GetTimestamp();
        var limit = wait < ReadRequest.MaxWait ? wait : ReadRequest.MaxWait;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, routes.Stopping);
        while (_waiting.Count == 0 && limit - time.GetElapsedTime(started) is { Ticks: > 0 } remaining)
        {
            try
            {
                _arrival ??= new TaskCompletionSource();
                await _arrival.Task.WaitAsync(remaining, time, either.Token);
            }
            catch (TimeoutException)
            {
                break;
            }
            catch (OperationCanceledException) when (routes.Stopping.IsCancellationRequested)
            {
                throw new RocketException(RocketError.StoreUnavailable, "the producer group's broker is stopping");
            }
        }

        var taken = new List<TransactionCheck>();
        while (taken.Count < max && _waiting.TryDequeue(out var check))
        {
            _known.Remove(check);
            taken.Add(check);
        }

        return taken;
    }

    public Task Check(TransactionCheck check)
    {
        if (_waiting.Count < MaxWaiting && _known.Add(check))
        {
            _waiting.Enqueue(check);

            // Those who wait may go on within this call, so the next wait must find another task.
            var arrival = _arrival;
            _arrival = null;
            arrival?.SetResult();
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> Producers()
    {
        ForgetGone();
        return Task.FromResult<IReadOnlyList<string>>([.. _producers.Keys.Order(StringComparer.Ordinal)]);
    }

    private void Note(string producer)
    {
        if (_producers.TryAdd(producer, 0))
            ForgetGone();
        _producers[producer] = time.GetTimestamp();
    }

    private void ForgetGone()
    {
        foreach (var (producer, seen) in _producers.ToList())
        {
            if (time.GetElapsedTime(seen) > ProducerLifetime)
                _producers.Remove(producer);
        }
    }
}
