using OrleansRocket.Queues;

namespace OrleansRocket.Tests.Client.Producing;

/// <summary>Loses the answers of appends to user topics after they have been carried out, or holds the calls up.</summary>
internal sealed class AppendFaults : IIncomingGrainCallFilter
{
    private volatile TaskCompletionSource? _hold;
    private int _left;

    public int Left => Volatile.Read(ref _left);

    public void LoseNextAnswers(int count) => Volatile.Write(ref _left, count);

    public void Hold() => _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var hold = _hold;
        _hold = null;
        hold?.SetResult();
    }

    public static bool IsUserAppend(IIncomingGrainCallContext context) =>
        context.MethodName == nameof(ITopicQueueGrain.Append)
        && context.Grain is ITopicQueueGrain grain
        && !SystemTopic.IsSystem(grain.GetPrimaryKeyString());

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (!IsUserAppend(context))
        {
            await context.Invoke();
            return;
        }

        if (_hold is { } hold)
            await hold.Task;
        await context.Invoke();
        if (Volatile.Read(ref _left) > 0)
        {
            Interlocked.Decrement(ref _left);
            throw new TimeoutException("the answer was lost");
        }
    }
}
