namespace OrleansRocket.Tests.Engine.Timers;

public interface ITimerGrain : IGrainWithStringKey
{
    Task StartTimer(TimeSpan due, TimeSpan period, bool interleave = false);

    Task ChangeTimer(TimeSpan due, TimeSpan period);

    Task StopTimer();

    Task StartFailingTimer();

    Task<int> Ticks();

    /// <summary>Holds the activation until its gate opens and says how many ticks ran meanwhile.</summary>
    Task<int> TicksWhileWaitingFor(string gate);

    /// <summary>A timer whose tick takes long; says how many of its ticks ever overlapped.</summary>
    Task<int> OverlapsOfSlowTicks();

    Task RegisterOutsideOfATurn();

    Task StartTimerThatWaits(string gate);
}
