using System.Threading.Channels;

namespace OrleansRocket.Tests.Simulation;

public sealed class SimulatedGrain(TimeProvider time, ILocalSiloDetails silo) : Grain, ISimulatedGrain
{
    private readonly List<TimeSpan> _ticks = [];
    private int _sum;

    public Task<int> Add(int amount) => Task.FromResult(_sum += amount);

    public async Task<int> AddSlowly(int amount, TimeSpan duration)
    {
        var before = _sum;
        await Task.Delay(duration, time);
        return _sum = before + amount;
    }

    public Task<string> Where() => Task.FromResult(silo.Name);

    public Task<int> AskOther(string other, int amount) => GrainFactory.GetGrain<ISimulatedGrain>(other).Add(amount);

    public Task StartTicking(TimeSpan period)
    {
        var start = time.GetTimestamp();
        this.RegisterGrainTimer(
            () =>
            {
                _ticks.Add(time.GetElapsedTime(start));
                return Task.CompletedTask;
            },
            period,
            period);
        return Task.CompletedTask;
    }

    public Task<List<TimeSpan>> Ticks() => Task.FromResult(_ticks);

    public async Task<int> ThreadsSeen()
    {
        HashSet<int> threads = [Environment.CurrentManagedThreadId];
        await Task.Yield();
        threads.Add(Environment.CurrentManagedThreadId);
        await Task.Delay(TimeSpan.FromSeconds(1), time);
        threads.Add(Environment.CurrentManagedThreadId);
        using var semaphore = new SemaphoreSlim(0);
        var channel = Channel.CreateUnbounded<int>();
        var other = ReleaseLater(semaphore, channel);
        await semaphore.WaitAsync();
        threads.Add(Environment.CurrentManagedThreadId);
        await channel.Reader.ReadAsync();
        threads.Add(Environment.CurrentManagedThreadId);
        await Task.WhenAll(other, Task.WhenAny(other, Task.Delay(TimeSpan.FromHours(5), time)));
        threads.Add(Environment.CurrentManagedThreadId);
        await GrainFactory.GetGrain<ISimulatedGrain>("other").Add(1);
        threads.Add(Environment.CurrentManagedThreadId);
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.Token.Register(() => cancelled.TrySetResult());
        await cancelled.Task;
        threads.Add(Environment.CurrentManagedThreadId);
        return threads.Count;
    }

    /// <summary>The mistake that is easiest to make: a delay by the real clock.</summary>
    public async Task LeaveTheSimulation() => await Task.Delay(20);

    private async Task ReleaseLater(SemaphoreSlim semaphore, Channel<int> channel)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(5), time);
        semaphore.Release();
        await Task.Delay(TimeSpan.FromMilliseconds(5), time);
        channel.Writer.TryWrite(1);
    }
}
