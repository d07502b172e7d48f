using Orleans.Embedded;

namespace OrleansRocket.Tests.Embedded.Turns;

/// <summary>Runs work when the test says so.</summary>
internal sealed class ManualScheduler : IWorkScheduler
{
    private readonly Queue<IThreadPoolWorkItem> _ready = new();

    public int TurnsPerItem { get; init; } = 128;

    public bool CompletesByItem => true;

    public int Ready => _ready.Count;

    public void Enter()
    {
    }

    public void Schedule(IThreadPoolWorkItem item) => _ready.Enqueue(item);

    public int RunAll()
    {
        var ran = 0;
        while (_ready.TryDequeue(out var item))
        {
            item.Execute();
            ran++;
        }

        return ran;
    }
}
