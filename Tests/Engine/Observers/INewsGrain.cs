namespace OrleansRocket.Tests.Engine.Observers;

public interface INewsGrain : IGrainWithStringKey
{
    Task Subscribe(INewsObserver observer);

    Task Publish(string news);

    Task<string> AskSubscriber(string question);

    Task ListenItself();
}
