using Orleans.Concurrency;

namespace OrleansRocket.Tests.Engine.Turns;

public interface ITurnGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    /// <summary>Says that it has started, then waits for its gate.</summary>
    Task<string> WaitFor(string gate);

    [AlwaysInterleave]
    Task<string> PassAlways(string value);

    [AlwaysInterleave]
    Task<string> WaitAlways(string gate);

    [ReadOnly]
    Task<string> WaitReading(string gate);

    [ReadOnly]
    Task<string> Read();

    /// <summary>Counts up with an await in the middle; a lost update shows that turns overlapped.</summary>
    Task CountSlowly();

    Task<int> Count();

    /// <summary>Whether an await came back to the scheduler that it left.</summary>
    Task<bool> StaysOnItsScheduler();

    /// <summary>How many threads were ever inside at once while work went on in pieces.</summary>
    Task<int> MostThreadsAtOnce(int pieces);

    [OneWay]
    Task Report(string gate);
}
