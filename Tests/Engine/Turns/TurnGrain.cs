namespace OrleansRocket.Tests.Engine.Turns;

public sealed class TurnGrain : Grain, ITurnGrain
{
    private int _count;
    private int _inside;
    private int _most;

    public Task<int> Add(int amount) => Task.FromResult(_count += amount);

    public async Task<string> WaitFor(string gate)
    {
        Gates.Open(gate + "/started");
        return await Gates.Passed(gate);
    }

    public Task<string> PassAlways(string value) => Task.FromResult(value);

    public Task<string> WaitAlways(string gate) => WaitFor(gate);

    public Task<string> WaitReading(string gate) => WaitFor(gate);

    public Task<string> Read() => Task.FromResult("read");

    public async Task CountSlowly()
    {
        var seen = _count;
        await Task.Yield();
        await Task.Delay(1);
        _count = seen + 1;
    }

    public Task<int> Count() => Task.FromResult(_count);

    public async Task<bool> StaysOnItsScheduler()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current;
        await Task.Delay(5);
        var afterDelay = TaskScheduler.Current;
        await Task.Run(() => { });
        var started = await Task.Factory.StartNew(() => TaskScheduler.Current);
        return before != TaskScheduler.Default
            && before == afterYield
            && before == afterDelay
            && before == TaskScheduler.Current
            && before == started;
    }

    public async Task<int> MostThreadsAtOnce(int pieces)
    {
        await Task.WhenAll(Enumerable.Range(0, pieces).Select(_ => Piece()));
        return _most;
    }

    public Task Report(string gate)
    {
        Gates.Open(gate, _count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        throw new InvalidOperationException("Nobody hears this.");
    }

    private async Task Piece()
    {
        for (var i = 0; i < 20; i++)
        {
            await Task.Yield();
            _most = Math.Max(_most, Interlocked.Increment(ref _inside));
            Thread.SpinWait(200);
            Interlocked.Decrement(ref _inside);
        }
    }
}
