using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>Puts what comes into an inbox, event by event or in batches.</summary>
internal sealed class InboxObserver(string inbox, string where = "") : IAsyncObserver<string>, IAsyncBatchObserver<string>
{
    public Task OnNextAsync(string item, StreamSequenceToken? token = null)
    {
        Inbox.Of(inbox).Take(item, token, where);
        return Task.CompletedTask;
    }

    public Task OnNextAsync(IList<SequentialItem<string>> items)
    {
        foreach (var item in items)
        {
            Inbox.Of(inbox).Take(item.Item, item.Token, where);
        }

        Inbox.Of(inbox).Batches.Enqueue(items.Count);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        Inbox.Of(inbox).Errors.Enqueue(ex);
        return Task.CompletedTask;
    }

    Task IAsyncObserver<string>.OnCompletedAsync() => Task.CompletedTask;

    Task IAsyncBatchObserver<string>.OnCompletedAsync() => Task.CompletedTask;
}
