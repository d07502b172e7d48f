namespace OrleansRocket.Tests.Engine.Observers;

public sealed class NewsGrain : Grain, INewsGrain
{
    private INewsObserver? _observer;

    public Task Subscribe(INewsObserver observer)
    {
        _observer = observer;
        return Task.CompletedTask;
    }

    public Task Publish(string news)
    {
        _observer!.Tell(news);
        return Task.CompletedTask;
    }

    public Task<string> AskSubscriber(string question) => _observer!.Ask(question);

    public async Task<string> ListenTo(INewsGrain other, string news)
    {
        var listener = new NewsListener();
        var reference = GrainFactory.CreateObjectReference<INewsObserver>(listener);
        await other.Subscribe(reference);
        await other.Publish(news);
        var heard = await listener.Heard.Task;
        GrainFactory.DeleteObjectReference<INewsObserver>(reference);
        return heard;
    }
}
