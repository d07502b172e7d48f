namespace OrleansRocket.Tests.Engine.Observers;

public interface INewsGrain : IGrainWithStringKey
{
    Task Subscribe(INewsObserver observer);

    Task Publish(string news);

    Task<string> AskSubscriber(string question);

    /// <summary>Subscribes an object of its own to the other grain and returns what that object was told.</summary>
    Task<string> ListenTo(INewsGrain other, string news);
}
