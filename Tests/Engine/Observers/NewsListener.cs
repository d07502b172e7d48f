namespace OrleansRocket.Tests.Engine.Observers;

public sealed class NewsListener : INewsObserver
{
    public TaskCompletionSource<string> Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> All { get; } = [];

    public void Tell(string news)
    {
        lock (All)
        {
            All.Add(news);
        }

        Heard.TrySetResult(news);
    }

    public async Task<string> Ask(string question)
    {
        await Task.Yield();
        return question == "fail" ? throw new InvalidDataException("no answer") : question + "? yes";
    }
}
