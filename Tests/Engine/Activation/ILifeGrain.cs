using Orleans.Concurrency;

namespace OrleansRocket.Tests.Engine.Activation;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<string> ActivationName();

    Task Leave();

    Task LeaveAndWaitFor(string gate);

    Task<string> WaitFor(string gate);

    [AlwaysInterleave]
    Task LeaveAlways();

    Task StayFor(TimeSpan time);
}
