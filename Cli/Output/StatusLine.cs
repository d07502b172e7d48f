namespace OrleansRocket.Cli.Output;

/// <summary>One line on standard error that says how far long work is, written over again and again; only for somebody who watches.</summary>
internal sealed class StatusLine(Terminal terminal, Func<string> describe)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    /// <summary>Begins the line anew, and clears what was there.</summary>
    private const string Restart = "\r\u001b[K";

    /// <summary>Shows the line until the work is done.</summary>
    public async Task<T> Show<T>(Task<T> work)
    {
        if (!terminal.IsWatched)
            return await work;
        while (!work.IsCompleted)
        {
            using var waiting = new CancellationTokenSource();
            await Task.WhenAny(work, Task.Delay(Period, terminal.Time, waiting.Token));
            await waiting.CancelAsync();
            await terminal.Error.WriteAsync($"{Restart}{(work.IsCompleted ? "" : describe())}");
        }

        return await work;
    }
}
