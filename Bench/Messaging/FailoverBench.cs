using System.Globalization;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Messaging;

/// <summary>
/// Three brokers in processes of their own and a queue with replication Quorum. Its leader is killed while senders await one message after
/// another; measured is the longest time between two acknowledgements, from before the kill until service has gone on.
/// </summary>
internal sealed class FailoverBench : IBench
{
    private const int Kills = 10;
    private const int Senders = 8;
    private const string Topic = "failover";

    /// <summary>Service has gone on when so many messages were acknowledged after the kill.</summary>
    private const int Enough = 500;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    public string Name => "failover";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        var options = run.Options with { Replication = ReplicationMode.Quorum };
        await using var silos = await SiloProcess.Start(run, options, cancellationToken);
        await silos.Client.Topics.CreateAsync(new TopicConfig { Topic = Topic, Queues = 1, Replication = ReplicationMode.Quorum });
        var body = MappedCopy.Block(options.MessageSize);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var producer = silos.Client.CreateProducer();
        var clock = new AcknowledgementClock();
        var sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                await producer.SendAsync(new RocketMessage { Topic = Topic, Body = body }, CancellationToken.None);
                clock.Note();
            }
        }));
        var latency = new LatencyHistogram();
        var gaps = new List<double>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await clock.WaitForMore(Enough, cancellationToken);
            var leader = await Leader(silos.Client, cancellationToken);
            clock.Begin();
            await silos.Kill(leader);
            await clock.WaitForMore(Enough, cancellationToken);
            var gap = clock.Longest;
            latency.Record((long)gap.TotalNanoseconds);
            gaps.Add(gap.TotalMilliseconds);
            run.Progress(string.Create(CultureInfo.InvariantCulture, $"failover: {leader} killed, {gap.TotalMilliseconds:F0} ms without an acknowledgement"));
            await silos.Restart(leader, cancellationToken);
            await UntilInSync(silos.Client, cancellationToken);
        }

        await stop.CancelAsync();
        await sending;
        gaps.Sort();
        run.Figures.Add(new Figure(Name, string.Create(CultureInfo.InvariantCulture, $"leader killed {Kills} times, median {(gaps[4] + gaps[5]) / 2:F0} ms, longest {gaps[^1]:F0} ms"))
        {
            Unit = "failovers",
            Count = Kills,
            Elapsed = TimeSpan.FromMilliseconds(gaps.Sum()),
            Latency = latency,
        });
    }

    private static async Task<string> Leader(RocketClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return (await client.Topics.DescribeAsync(Topic))[0].Store;
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                await Task.Delay(Poll, cancellationToken);
            }
        }
    }

    private static async Task UntilInSync(RocketClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if ((await client.Topics.DescribeAsync(Topic))[0].Replicas is { Count: 3 } replicas && replicas.All(replica => replica.IsInSync))
                    return;
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                // It is about to change its leader once more.
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>Takes the time between acknowledgements.</summary>
    private sealed class AcknowledgementClock
    {
        private readonly Lock _gate = new();
        private long _last = TimeProvider.System.GetTimestamp();
        private long _count;
        private TimeSpan _longest;

        public TimeSpan Longest
        {
            get
            {
                lock (_gate)
                    return _longest;
            }
        }

        public void Begin()
        {
            lock (_gate)
                _longest = TimeSpan.Zero;
        }

        public void Note()
        {
            lock (_gate)
            {
                var now = TimeProvider.System.GetTimestamp();
                var gap = TimeProvider.System.GetElapsedTime(_last, now);
                (_last, _longest, _count) = (now, gap > _longest ? gap : _longest, _count + 1);
            }
        }

        public async Task WaitForMore(int count, CancellationToken cancellationToken)
        {
            var enough = Interlocked.Read(ref _count) + count;
            while (Interlocked.Read(ref _count) < enough)
                await Task.Delay(Poll, cancellationToken);
        }
    }
}
