using System.Globalization;
using System.Text;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>
/// Three brokers in processes of their own, and a topic with replication Quorum. While a producer sends and a consumer receives, the broker that
/// leads a queue is killed or stopped, and started again, round after round. What has to hold: every acknowledged message is consumed, in the
/// order of its queue, at the offset of its receipt; nothing is stored twice; a broker that is back follows.
/// </summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private const int Rounds = 6;
    private const int Senders = 8;

    /// <summary>Nobody waits longer for an acknowledgement, however busy the machine is. What it takes is measured by <c>Bench failover</c>.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_leaders_are_killed_and_stopped_nothing_acknowledged_is_lost_and_nothing_comes_twice(bool kill)
    {
        using var cluster = new BrokerCluster();
        await cluster.StartAll();
        await using var connection = await RocketConnection.OpenAsync(cluster.ClusterDirectory);
        var client = connection.Client;
        await client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 1, Replication = ReplicationMode.Quorum });
        var traffic = new Traffic(client);
        var sending = traffic.Send();
        for (var round = 0; round < Rounds; round++)
        {
            await traffic.WaitForMore(200);
            var leader = await Leader(client);
            traffic.LongestGap = TimeSpan.Zero;
            if (kill)
                await cluster.Kill(leader);
            else
                await cluster.Stop(leader);
            await traffic.WaitForMore(200);
            output.WriteLine($"{leader} {(kill ? "killed" : "stopped")}: longest time without an acknowledgement {traffic.LongestGap.TotalMilliseconds:F0} ms");
            Assert.InRange(traffic.LongestGap, TimeSpan.Zero, LongestGap);
            Assert.NotEqual(leader, await Leader(client));
            await cluster.Start(leader);
            await Until.True(() => AllInSync(client), $"{leader} follows");
        }

        traffic.Stop();
        await sending;
        output.WriteLine($"{traffic.Acknowledged} messages acknowledged");
        await traffic.CheckConsumed();
    }

    private static async Task<string> Leader(RocketClient client)
    {
        while (true)
        {
            try
            {
                return (await client.Topics.DescribeAsync("orders"))[0].Store;
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                await Task.Delay(20);
            }
        }
    }

    private static async Task<bool> AllInSync(RocketClient client)
    {
        try
        {
            return (await client.Topics.DescribeAsync("orders"))[0].Replicas is { Count: 3 } replicas && replicas.All(replica => replica.IsInSync);
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return false;
        }
    }

    /// <summary>Senders that each send one message after another, and what they were told.</summary>
    private sealed class Traffic(RocketClient client)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<long, string> _acknowledged = [];
        private readonly CancellationTokenSource _stop = new();
        private long _lastAt = TimeProvider.System.GetTimestamp();

        public TimeSpan LongestGap { get; set; }

        public int Acknowledged
        {
            get
            {
                lock (_gate)
                    return _acknowledged.Count;
            }
        }

        public async Task Send()
        {
            await using var producer = client.CreateProducer();
            await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
            {
                for (var number = 0; !_stop.IsCancellationRequested; number++)
                {
                    var text = string.Create(CultureInfo.InvariantCulture, $"{sender}-{number}");
                    Note(await producer.SendAsync(new RocketMessage { Topic = "orders", Body = Encoding.UTF8.GetBytes(text) }), text);
                }
            }));
        }

        public void Stop() => _stop.Cancel();

        public Task WaitForMore(int count)
        {
            var enough = Acknowledged + count;
            return Until.True(() => Task.FromResult(Acknowledged >= enough), $"{enough} messages are acknowledged");
        }

        public async Task CheckConsumed()
        {
            await using var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" });
            var consumed = new Dictionary<string, long>();
            var next = 0L;
            while (_acknowledged.Count > 0)
            {
                using var patience = new CancellationTokenSource(RocketCluster.Patience);
                var message = await consumer.ReceiveAsync(patience.Token);
                var text = Encoding.UTF8.GetString(message.Body.Span);
                Assert.Equal(next++, message.Offset);
                Assert.True(consumed.TryAdd(text, message.Offset), $"'{text}' is stored at {consumed.GetValueOrDefault(text)} and at {message.Offset}");
                if (_acknowledged.Remove(message.Offset, out var expected))
                    Assert.Equal(expected, text);
                message.Ack();
            }
        }

        private void Note(SendReceipt receipt, string text)
        {
            Assert.Equal(SendStatus.SendOk, receipt.Status);
            lock (_gate)
            {
                Assert.True(_acknowledged.TryAdd(receipt.Offset, text), $"offset {receipt.Offset} was acknowledged twice");
                var now = TimeProvider.System.GetTimestamp();
                var gap = TimeProvider.System.GetElapsedTime(_lastAt, now);
                (_lastAt, LongestGap) = (now, gap > LongestGap ? gap : LongestGap);
            }
        }
    }
}
