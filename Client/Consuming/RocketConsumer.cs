using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OrleansRocket.Consuming;
using OrleansRocket.Routing;

namespace OrleansRocket;

/// <summary>
/// A member of a consumer group that takes messages when it wants them. Every message is delivered at least once: what is not acknowledged
/// when the consumer closes or fails comes again, to this member or another. Safe for use by many threads.
/// </summary>
public sealed class RocketConsumer : IAsyncDisposable
{
    private readonly MessageLine _messages;
    private readonly ConsumerPause _pause = new();
    private readonly IConsumerSession _session;
    private readonly string _group;
    private int _disposed;

    private RocketConsumer(ClientContext context, ClientRoutes routes, ConsumerOptions options)
    {
        _group = options.Group;
        _messages = new MessageLine(byPriority: !options.Ordered);
        var memberId = $"{context.Options.ClientId}#{context.NewProducerId():x}";

        // Who broadcasts under a name of its own is the only member of a group of that name: it goes on where it was, like any group.
        _session = options is { Mode: ConsumeMode.Broadcasting, InstanceName: null }
            ? new BroadcastSession(context, routes, options, memberId, _pause, _messages)
            : new GroupSession(context, routes, options with { Group = options.ProgressGroup }, memberId, _pause, _messages);
    }

    /// <summary>Its name in the group, as <see cref="RocketGroups.DescribeAsync"/> shows it.</summary>
    public string MemberId => _session.MemberId;

    /// <summary>The queues that this member reads at the moment.</summary>
    public IReadOnlyList<QueueName> Queues => _session.Queues;

    /// <summary>The queues that are paused one by one.</summary>
    public IReadOnlyList<QueueName> Paused => _pause.Queues;

    /// <summary>Fetches nothing more from some queues until they are resumed; from none when none is named. They stay this member's. What was
    /// fetched already, up to <see cref="ConsumerOptions.MaxUnackedPerQueue"/>, is still handed out.</summary>
    public void Pause(params IReadOnlyCollection<QueueName> queues) => _pause.Pause(queues);

    /// <summary>Fetches again from queues that are paused; from all when none is named.</summary>
    public void Resume(params IReadOnlyCollection<QueueName> queues) => _pause.Resume(queues);

    /// <summary>Takes the next message, waiting for one to come.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.Closed"/>.</exception>
    public async ValueTask<ReceivedMessage> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            while (true)
            {
                var message = await _messages.Take(cancellationToken);
                if (message.TryHandOut())
                    return message;
            }
        }
        catch (ChannelClosedException)
        {
            throw new RocketException(RocketError.Closed, $"the consumer of group '{_group}' has been closed");
        }
    }

    /// <summary>All messages as they come, until cancelled or closed. Asking for the next one acknowledges the one before.</summary>
    public async IAsyncEnumerable<ReceivedMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await WaitToReceive(cancellationToken))
        {
            while (_messages.TryTake(out var message))
            {
                if (!message.TryHandOut())
                    continue;
                var isDone = false;
                try
                {
                    yield return message;
                    isDone = true;
                }
                finally
                {
                    // Whoever leaves the loop leaves this message to the next reader.
                    message.Settle(isDone);
                }
            }
        }
    }

    /// <summary>Stores the progress now.</summary>
    public Task CommitAsync() => _session.Commit();

    /// <summary>Stops reading, waits (up to <see cref="ConsumerOptions.DrainTimeout"/>) until the messages that were taken are acknowledged,
    /// stores the progress and leaves the group.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _messages.Close();
        await _session.Leave();
    }

    internal static async Task<RocketConsumer> Join(ClientContext context, ClientRoutes routes, ConsumerOptions options, CancellationToken cancellationToken)
    {
        var consumer = new RocketConsumer(context, routes, options);
        await consumer._session.Join(cancellationToken);
        return consumer;
    }

    private async ValueTask<bool> WaitToReceive(CancellationToken cancellationToken)
    {
        try
        {
            return await _messages.WaitToTake(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
