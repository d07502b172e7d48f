using Orleans.Embedded;

namespace OrleansRocket.Tests.Embedded.Turns;

/// <summary>A turn queue that notes its items.</summary>
internal sealed class RecordingQueue(IWorkScheduler work, TurnGate gate) : TurnQueue(work, gate)
{
    public List<object> Items { get; } = [];

    public Action<object> OnItem { get; set; } = static _ => { };

    protected override void Handle(object item)
    {
        Items.Add(item);
        OnItem(item);
    }
}
