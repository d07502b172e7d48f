using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

internal sealed class EventLogReceiver(EventLog log, QueueId queue, string silo) : IQueueAdapterReceiver
{
    private long _next;

    public Task Initialize(TimeSpan timeout)
    {
        _next = log.Open(queue, silo);
        return Task.CompletedTask;
    }

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        var read = log.Read(queue, _next, maxCount);
        _next += read.Count;
        return Task.FromResult(read);
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public Task Shutdown(TimeSpan timeout)
    {
        log.Close(queue, silo);
        return Task.CompletedTask;
    }
}
