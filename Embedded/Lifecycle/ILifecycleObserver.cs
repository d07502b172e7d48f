namespace Orleans;

/// <summary>What runs when a stage of a lifecycle starts and stops.</summary>
public interface ILifecycleObserver
{
    /// <summary>Runs when the stage starts; an exception ends the start of the whole lifecycle.</summary>
    Task OnStart(CancellationToken cancellationToken = default);

    /// <summary>Runs when the stage stops; an exception is logged and the stop goes on.</summary>
    Task OnStop(CancellationToken cancellationToken = default);
}
