using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>Shows how far a run is: a moving bar for somebody who watches, and nothing for anybody else: what a
/// script finds on standard error is what went wrong.</summary>
internal sealed class ProgressDisplay(Terminal terminal, QuickstartProgress progress)
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>Shows progress until the work is done.</summary>
    public async Task<T> Show<T>(Task<T> work)
    {
        if (terminal.IsWatched)
            await ShowBars(work);
        return await work;
    }

    private async Task ShowBars(Task work)
    {
        var console = CommandOutput.NewConsole(terminal.Error, isTerminal: true, terminal.Columns ?? 80);
        await console.Progress().AutoClear(true).StartAsync(async bars =>
        {
            var sending = bars.AddTask("sending");
            var consuming = bars.AddTask("consuming", autoStart: false);
            do
                Update(sending, consuming);
            while (!await Finished(work, BarPeriod));
        });
    }

    private void Update(ProgressTask sending, ProgressTask consuming)
    {
        sending.IsIndeterminate = progress.TotalBytes is null && progress.Phase <= QuickstartPhase.Sending;
        sending.MaxValue = Math.Max(1, progress.TotalBytes ?? 1);
        sending.Value = progress.Phase > QuickstartPhase.Sending ? sending.MaxValue : progress.BytesRead;
        sending.Description = $"sending {Figures.Count(progress.LinesAcked)}";
        if (progress.Phase < QuickstartPhase.Consuming)
            return;
        consuming.StartTask();
        consuming.MaxValue = Math.Max(1, progress.LinesToConsume);
        consuming.Value = progress.LinesConsumed;
        consuming.Description = $"consuming {Figures.Count(progress.LinesConsumed)}";
    }

    private async Task<bool> Finished(Task work, TimeSpan wait)
    {
        if (work.IsCompleted)
            return true;
        using var waiting = new CancellationTokenSource();
        await Task.WhenAny(work, Task.Delay(wait, terminal.Time, waiting.Token));
        await waiting.CancelAsync();
        return work.IsCompleted;
    }
}
