namespace Orleans.Embedded;

/// <summary>Brings the awaits of client code back into the simulation.</summary>
internal sealed class SimulationContext(IWorkScheduler work) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => work.Schedule(new Callback(this, d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing may block inside a simulation.");

    public override SynchronizationContext CreateCopy() => this;

    private sealed class Callback(SimulationContext context, SendOrPostCallback callback, object? state)
        : IThreadPoolWorkItem
    {
        public void Execute()
        {
            SetSynchronizationContext(context);
            try
            {
                callback(state);
            }
            finally
            {
                SetSynchronizationContext(null);
            }
        }
    }
}
