namespace Orleans.Runtime;

/// <content>When the activation was last used, and its timers.</content>
internal sealed partial class Activation
{
    private readonly List<GrainTimer> _timers = [];
    private long _lastUse;
    private long _keepUntil = long.MinValue;

    public void DelayDeactivation(TimeSpan time)
    {
        var clock = Silo.Environment.Time;
        if (time == TimeSpan.MaxValue || time == Timeout.InfiniteTimeSpan)
        {
            _keepUntil = long.MaxValue;
        }
        else
        {
            _keepUntil = time <= TimeSpan.Zero
                ? long.MinValue
                : clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);
        }
    }

    /// <summary>Ends the activation if it was not used for its time.</summary>
    public void CollectIfIdle() => Post(() =>
    {
        var age = Class.CollectionAge
            ?? (Silo.Collection.ClassSpecificCollectionAge.TryGetValue(Class.Type.FullName!, out var special)
                ? special
                : Silo.Collection.CollectionAge);
        var clock = Silo.Environment.Time;
        var now = clock.GetTimestamp();
        if (State == ActivationState.Active
            && _runningCount == 0
            && _firstWaiting is null
            && now > _keepUntil
            && clock.GetElapsedTime(_lastUse, now) >= age)
        {
            Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"Not used for {age}."));
        }
    });

    public void AddTimer(GrainTimer timer) => _timers.Add(timer);

    public void RemoveTimer(GrainTimer timer) => _timers.Remove(timer);

    private void DisposeTimers()
    {
        foreach (var timer in _timers.ToArray())
        {
            timer.Dispose();
        }
    }
}
