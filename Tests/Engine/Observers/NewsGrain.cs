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

    public Task ListenItself()
    {
        GrainFactory.CreateObjectReference<INewsObserver>(new NewsListener());
        return Task.CompletedTask;
    }
}
