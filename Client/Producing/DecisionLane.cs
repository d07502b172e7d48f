using OrleansRocket.Holding;

namespace OrleansRocket.Producing;

/// <summary>
/// The way to one queue of held messages. While calls to it are under way, further decisions wait and then travel in one call, so that the
/// broker carries out many of them in one round.
/// </summary>
internal sealed class DecisionLane(ClientContext context, QueueName queue)
{
    /// <summary>So many calls are under way at most. The broker takes all that have come into its next round, so that a decision should be there before it begins.</summary>
    private const int MaxCalls = 4;

    private readonly Lock _gate = new();
    private readonly Queue<(HeldDecision Decision, TaskCompletionSource<HeldAnswer> Answer)> _waiting = new();
    private readonly IHoldGrain _grain = context.Grains.GetGrain<IHoldGrain>(queue.ToString());
    private int _calls;

    /// <summary>Makes a decision, once.</summary>
    public Task<HeldAnswer> Decide(HeldDecision decision)
    {
        var answer = new TaskCompletionSource<HeldAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((decision, answer));
            if (_calls == MaxCalls)
                return answer.Task;
            _calls++;
        }

        _ = context.Run(Send);
        return answer.Task;
    }

    private async Task Send()
    {
        while (Take() is { Count: > 0 } taken)
        {
            try
            {
                var answers = await _grain.Decide([.. taken.Select(static one => one.Decision)]);
                for (var index = 0; index < taken.Count; index++)
                    taken[index].Answer.SetResult(answers[index]);
            }
            catch (Exception failure)
            {
                // Each is asked again by itself, which is safe.
                foreach (var (_, answer) in taken)
                    answer.SetException(failure);
            }

            // Those whose transactions just ended often begin the next at once, and others are about to end theirs: let them join.
            await Task.Yield();
        }
    }

    private List<(HeldDecision Decision, TaskCompletionSource<HeldAnswer> Answer)> Take()
    {
        var taken = new List<(HeldDecision, TaskCompletionSource<HeldAnswer>)>();
        lock (_gate)
        {
            while (taken.Count < IHoldGrain.MaxDecisions && _waiting.TryDequeue(out var next))
                taken.Add(next);
            if (taken.Count == 0)
                _calls--;
        }

        return taken;
    }
}
