using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Quickstart;

namespace OrleansRocket.Tests.Cli.Quickstart;

public sealed class ProgressDisplayTests
{
    private readonly QuickstartProgress _progress = new();

    [Fact]
    public async Task Without_a_watcher_nothing_is_shown_however_long_it_takes()
    {
        var time = new FakeTimeProvider();
        await using var error = new StringWriter();
        var work = new TaskCompletionSource<int>();
        var terminal = new Terminal { Out = TextWriter.Null, Error = error, OpenInput = () => Stream.Null, Time = time };

        var shown = new ProgressDisplay(terminal, _progress).Show(work.Task);
        time.Advance(TimeSpan.FromHours(1));
        work.SetResult(7);

        Assert.Equal(7, await shown);
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task Somebody_who_watches_sees_bars_and_the_failure_of_the_work()
    {
        await using var error = new StringWriter();
        var terminal = new Terminal { Out = TextWriter.Null, Error = error, OpenInput = () => Stream.Null, IsWatched = true };
        (_progress.Phase, _progress.LinesToConsume, _progress.LinesConsumed) = (QuickstartPhase.Consuming, 10, 5);

        await Assert.ThrowsAsync<IOException>(() => new ProgressDisplay(terminal, _progress).Show(Task.FromException<int>(new IOException("gone"))));

        Assert.Contains("consuming 5", error.ToString(), StringComparison.Ordinal);
    }
}
