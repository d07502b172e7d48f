using OrleansRocket.Log.Faults;

namespace OrleansRocket.Tests.Crash;

/// <summary>
/// A process that writes is killed at every named place of the log, at its first arrival there and at later ones, and so is a process
/// that recovers from such a death. What must hold then: see <see cref="SurvivorCheck"/>.
/// </summary>
public sealed class FaultPointKillTests
{
    /// <summary>Places that only a log with a torn tail comes to.</summary>
    private static readonly string[] NeedTornTail = ["recovery.before-cut", "recovery.after-cut"];

    private static readonly ParallelOptions TwoAtATime = new() { MaxDegreeOfParallelism = 2 };

    public static TheoryData<string> Points => [.. FaultPoint.All.Except(NeedTornTail)];

    /// <summary>First deaths that leave different things behind.</summary>
    public static TheoryData<string> FirstDeaths =>
    [
        "append.after-header:3", "append.after-header:22", "roll.after-publish:3", "retention.after-checkpoint:1", "compaction.after-rename:1",
        "truncate.after-checkpoint:1", "delete.after-rename:1", "close.after-checkpoint:2",
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed_at(string point)
    {
        var arrivals = point.StartsWith("append.", StringComparison.Ordinal) ? new[] { 1, 19, 37 } : [1, 2];
        await Parallel.ForEachAsync(arrivals, TwoAtATime, async (arrival, _) =>
        {
            using var store = new CrashedStore();
            var exit = await store.Live($"{point}:{arrival}");
            Assert.True(exit == CrashedStore.Killed || arrival > 1, $"The workload never comes to {point}.");
            await Replayable($"{point}:{arrival}", store);
        });
    }

    [Theory]
    [MemberData(nameof(FirstDeaths))]
    public async Task Nothing_acknowledged_is_lost_when_the_process_that_recovers_from_a_death_is_killed_too(string first)
    {
        string[] second = ["store.after-abort", "recovery.start:3", "recovery.end:2", "roll.after-rename:2"];
        var torn = first.StartsWith("append.", StringComparison.Ordinal) ? NeedTornTail : [];
        await Parallel.ForEachAsync(second.Concat(torn), TwoAtATime, async (point, _) =>
        {
            using var store = new CrashedStore();
            Assert.Equal(CrashedStore.Killed, await store.Live(first));
            Assert.True(await store.Live(point) == CrashedStore.Killed, $"After {first}, the recovery never comes to {point}.");
            await Replayable($"{first}, then {point}", store);
        });
    }

    private static async Task Replayable(string deaths, CrashedStore store)
    {
        try
        {
            await SurvivorCheck.Run(store.Data, store.Acks);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"Killed at {deaths}: {error.Message} Replay: {FaultPoint.Variable}={deaths} dotnet OrleansRocket.CrashHost.dll DATA ACKS", error);
        }
    }
}
