namespace OrleansRocket.Tests.Engine.Calls;

public sealed class CallGrain : Grain, ICallGrain
{
    private List<int> _kept = [];

    public Task<string?> FromContext(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task<string?> FromContextOf(ICallGrain other, string key) => other.FromContext(key);

    public Task SetContext(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public async Task<string> WaitForCancellation(string gate, CancellationToken cancellationToken)
    {
        var scheduler = TaskScheduler.Current;
        Gates.Open(gate + "/started");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Gates.Open(gate + "/cancelled", (scheduler == TaskScheduler.Current).ToString());
            throw;
        }

        return "not reached";
    }

    public Task<bool> CanBeCancelled(CancellationToken cancellationToken) =>
        Task.FromResult(!cancellationToken.IsCancellationRequested);

    public async Task<string> WaitFor(string gate)
    {
        Gates.Open(gate + "/started");
        return await Gates.Passed(gate);
    }

    public Task<string> WaitBriefly(string gate) => WaitFor(gate);

    public Task Throw(string message) => throw new InvalidOperationException(message);

    public async Task ThrowLater(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task ThrowOwn(int code) => throw new OwnException("own", code);

    public Task ThrowThrough(ICallGrain other, string message) => other.ThrowLater(message);

    public ValueTask<int> AsValueTask(int value) => new(value + 1);

    public async ValueTask<int> AsValueTaskLater(int value)
    {
        await Task.Yield();
        return value + 1;
    }

    public async ValueTask NothingLater() => await Task.Yield();

    public Task<List<int>> Keep(List<int> numbers)
    {
        _kept = numbers;
        return Task.FromResult(_kept);
    }

    public Task<List<int>> Kept() => Task.FromResult(_kept);

    public Task<ICallGrain> Self() => Task.FromResult(this.AsReference<ICallGrain>());

    public Task<string> KeyOf(ICallGrain other) => other.MyKey();

    public Task<string> MyKey() => Task.FromResult(this.GetPrimaryKeyString());

    public async Task<int> AskManyTimes(ICallGrain other, int times)
    {
        var sum = 0;
        for (var i = 0; i < times; i++)
        {
            sum += await other.AsValueTask(i);
        }

        return sum;
    }
}
