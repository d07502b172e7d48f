using System.Collections.Concurrent;

namespace OrleansRocket.Tests.Engine.Hosting;

/// <summary>Notes the stages as they start and stop.</summary>
public sealed class JournalParticipant(ConcurrentQueue<string> journal) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        foreach (var stage in new[] { 10000, 9000, 20000 })
        {
            lifecycle.Subscribe(
                nameof(JournalParticipant),
                stage,
                _ => Note($"start {stage}"),
                _ => Note($"stop {stage}"));
        }
    }

    private Task Note(string line)
    {
        journal.Enqueue(line);
        return Task.CompletedTask;
    }
}
