using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Quickstart;

namespace OrleansRocket.Tests.Cli.Quickstart;

public sealed class ProgressDisplayTests
{
    private readonly QuickstartProgress _progress = new();

    [Fact]
    public void Each_phase_says_how_far_it_is()
    {
        Assert.Equal("starting the broker", ProgressDisplay.Describe(_progress));

        (_progress.Phase, _progress.LinesAcked, _progress.BytesRead, _progress.TotalBytes) = (QuickstartPhase.Sending, 1234, 30, 120);
        Assert.Equal("sending: 1,234 lines acknowledged, 25% of the input read", ProgressDisplay.Describe(_progress));

        (_progress.Phase, _progress.LinesConsumed, _progress.LinesToConsume) = (QuickstartPhase.Consuming, 500, 2000);
        Assert.Equal("consuming: 500 of 2,000 lines", ProgressDisplay.Describe(_progress));

        _progress.Phase = QuickstartPhase.Stopping;
        Assert.Equal("stopping the broker", ProgressDisplay.Describe(_progress));
    }

    [Fact]
    public void An_input_of_unknown_size_has_no_percentage()
    {
        (_progress.Phase, _progress.LinesAcked, _progress.TotalBytes) = (QuickstartPhase.Sending, 1, null);

        Assert.Equal("sending: 1 line acknowledged", ProgressDisplay.Describe(_progress));
    }

    [Fact]
    public async Task Without_a_watcher_a_line_comes_every_five_seconds_until_the_work_is_done()
    {
        var time = new FakeTimeProvider();
        await using var error = new StringWriter();
        var work = new TaskCompletionSource<int>();
        var terminal = new Terminal { Out = TextWriter.Null, Error = error, OpenInput = () => Stream.Null, Time = time };

        var shown = new ProgressDisplay(terminal, _progress).Show(work.Task);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(error.ToString());
        time.Advance(TimeSpan.FromSeconds(1));
        await Clusters.Until.True(() => Task.FromResult(error.ToString().Contains("starting the broker", StringComparison.Ordinal)), "a line has come");

        work.SetResult(7);
        Assert.Equal(7, await shown);
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
