using System.Threading.Channels;

namespace OrleansRocket.Tests.Engine.Observers;

public sealed class NewsListener : INewsObserver
{
    private readonly Channel<string> _news = Channel.CreateUnbounded<string>();

    public void Tell(string news) => _news.Writer.TryWrite(news);

    public async Task<string> Next()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _news.Reader.ReadAsync(patience.Token);
    }

    public async Task<string> Ask(string question)
    {
        await Task.Yield();
        return question == "fail" ? throw new InvalidDataException("no answer") : question + "? yes";
    }
}
