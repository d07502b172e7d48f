namespace OrleansRocket.Tests.Engine.Observers;

public interface INewsObserver : IGrainObserver
{
    void Tell(string news);

    Task<string> Ask(string question);
}
