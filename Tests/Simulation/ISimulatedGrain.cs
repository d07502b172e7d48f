using Orleans.Concurrency;

namespace OrleansRocket.Tests.Simulation;

public interface ISimulatedGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    Task<int> AddSlowly(int amount, TimeSpan duration);

    Task<string> Where();

    Task<int> AskOther(string other, int amount);

    Task StartTicking(TimeSpan period);

    [AlwaysInterleave]
    Task<List<TimeSpan>> Ticks();

    /// <summary>Awaits in many ways and says on how many threads it ever was.</summary>
    Task<int> ThreadsSeen();

    Task LeaveTheSimulation();
}
