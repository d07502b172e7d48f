using OrleansRocket.Bench.Brokers;
using RabbitMQ.Client;

namespace OrleansRocket.Bench.Peers.RabbitMq;

/// <summary>Takes deliveries and acknowledges many at once.</summary>
internal sealed class RabbitReader(IChannel channel, Consumption consumption) : AsyncDefaultBasicConsumer(channel)
{
    /// <summary>Deliveries of each queue that may be without an acknowledgement.</summary>
    public const ushort Prefetch = 2000;

    private const int AckEvery = 500;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unacknowledged;

    public Task Done => _done.Task;

    public override async Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        var wantsMore = consumption.Take(body.Length);
        if (++_unacknowledged >= AckEvery || !wantsMore)
        {
            _unacknowledged = 0;
            await Channel.BasicAckAsync(deliveryTag, multiple: true, cancellationToken);
        }

        if (!wantsMore)
            _done.TrySetResult();
    }
}
