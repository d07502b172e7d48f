using Microsoft.Extensions.DependencyInjection;
using OrleansRocket.Queues;
using OrleansRocket.Replication;
using OrleansRocket.Tests.Log.Records;
using OrleansRocket.Tests.Simulation.Clusters;

namespace OrleansRocket.Tests.Simulation;

/// <summary>What users see when something happens to a queue's leader or to a follower; one event in each test.</summary>
public sealed class EventTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_leader_that_outlives_its_death_acknowledges_nothing_and_another_one_serves(bool isCutOff)
    {
        using var brokers = new SimulatedBrokers();
        brokers.Run(ReplicationMode.Quorum, FlushDiskType.AsyncFlush, async (client, leader) =>
        {
            // Everybody takes it for dead but itself.
            var zombie = brokers.Cluster.Services(leader).GetRequiredService<IGrainFactory>().GetGrain<ITopicQueueGrain>(SimulatedBrokers.Topic + "/0");
            if (isCutOff)
                brokers.Cluster.Network.Isolate(leader);
            else
                brokers.Cluster.Network.Deafen(leader);
            brokers.Cluster.DeclareDead(leader);
            Assert.Equal(SendStatus.SendOk, (await SimulatedBrokers.Send(client, "second")).Status);
            Assert.NotEqual(leader, (await SimulatedBrokers.Describe(client)).Store);

            var refused = await Assert.ThrowsAsync<RocketException>(() => zombie.Append(new AppendRequest(Batches.Produced([Batches.GoldenRecords[0]]))));
            Assert.True(refused.Code is RocketError.NotEnoughReplicas or RocketError.StoreUnavailable, refused.Message);
            Assert.Equal(["first", "second"], await SimulatedBrokers.ReadAll(client, 2));
            Assert.Equal(2, (await SimulatedBrokers.Describe(client)).EndOffset);
        });
    }

    [Fact]
    public void A_follower_that_dies_is_not_noticed_with_quorum()
    {
        using var brokers = new SimulatedBrokers();
        brokers.Run(ReplicationMode.Quorum, FlushDiskType.AsyncFlush, async (client, leader) =>
        {
            var follower = brokers.Cluster.Silos.First(silo => silo != leader);
            await brokers.Kill(follower);
            var began = brokers.Cluster.Elapsed;
            Assert.Equal(SendStatus.SendOk, (await SimulatedBrokers.Send(client, "second")).Status);
            Assert.True(brokers.Cluster.Elapsed - began < TimeSpan.FromMilliseconds(100), $"the send took {brokers.Cluster.Elapsed - began}");
            Assert.Equal(leader, (await SimulatedBrokers.Describe(client)).Store);
        });
    }

    [Fact]
    public void A_leader_that_serves_alone_does_not_call_a_repeated_send_replicated()
    {
        using var brokers = new SimulatedBrokers();
        brokers.Run(ReplicationMode.Sync, FlushDiskType.AsyncFlush, async (client, leader) =>
        {
            var follower = (await SimulatedBrokers.Describe(client)).Replicas.Single(replica => !replica.IsLeader).Store;
            await brokers.Kill(follower);
            var batch = new AppendRequest(Batches.Produced([Batches.GoldenRecords[0]]));
            var queue = brokers.Cluster.Client.GetGrain<ITopicQueueGrain>(SimulatedBrokers.Topic + "/0");
            Assert.Equal(SendStatus.SlaveNotAvailable, (await queue.Append(batch)).Status);

            // Alone again after a restart: it serves what it has, but nobody else is known to have it.
            await brokers.Kill(leader);
            await brokers.Cluster.StartSiloAsync(leader);
            var repeated = await queue.Append(batch);
            Assert.Equal((true, SendStatus.SlaveNotAvailable), (repeated.IsDuplicate, repeated.Status));

            await brokers.Cluster.StartSiloAsync(follower);
            while ((await SimulatedBrokers.Describe(client)).Replicas.Any(replica => !replica.IsInSync))
                await brokers.Cluster.Pause(50);
            Assert.Equal((true, SendStatus.SendOk), await queue.Append(batch) is var reply ? (reply.IsDuplicate, reply.Status) : default);
        });
    }

    [Fact]
    public void A_send_that_may_stand_at_a_replica_that_led_alone_fails_and_says_so()
    {
        using var brokers = new SimulatedBrokers();
        brokers.Run(ReplicationMode.Sync, FlushDiskType.AsyncFlush, async (client, leader) =>
        {
            await using var producer = client.CreateProducer(new ProducerOptions { SendTimeout = TimeSpan.FromSeconds(30) });
            async Task<SendReceipt> Send() => await producer.SendAsync(new RocketMessage { Topic = SimulatedBrokers.Topic, Body = new byte[1] });
            var follower = (await SimulatedBrokers.Describe(client)).Replicas.Single(replica => !replica.IsLeader).Store;
            Assert.Equal(SendStatus.SendOk, (await Send()).Status);
            await brokers.Kill(follower);
            Assert.Equal(SendStatus.SlaveNotAvailable, (await Send()).Status);

            // The next one is on its way when the leader dies, and the other replica lacks the one before.
            brokers.Cluster.PauseSilo(leader);
            var unsure = Send();
            await brokers.Cluster.Pause(100);
            await brokers.Kill(leader);
            await brokers.Cluster.StartSiloAsync(follower);
            var failure = await Assert.ThrowsAsync<RocketException>(() => unsure);
            Assert.Equal(RocketError.Timeout, failure.Code);
            Assert.Contains("may or may not have been stored", failure.Message, StringComparison.Ordinal);
            Assert.Equal((2, SendStatus.SlaveNotAvailable), await Send() is var receipt ? (receipt.Offset, receipt.Status) : default);
        });
    }

    [Fact]
    public void A_leader_that_a_replica_has_promised_against_claims_an_epoch_above_that_promise()
    {
        using var brokers = new SimulatedBrokers();
        brokers.Run(ReplicationMode.Quorum, FlushDiskType.AsyncFlush, async (client, leader) =>
        {
            var follower = (await SimulatedBrokers.Describe(client)).Replicas.First(replica => !replica.IsLeader).Store;
            var replica = brokers.Cluster.Client.GetGrain<IFollowerGrain>(new ReplicaName(follower, new QueueName(SimulatedBrokers.Topic, 0)).ToString());
            var routeVersion = (await client.Topics.FindAsync(SimulatedBrokers.Topic))!.Version;
            Assert.True((await replica.Promise(new PromiseRequest(50, "elsewhere", routeVersion))).IsGranted);
            Assert.Equal(SendStatus.SendOk, (await SimulatedBrokers.Send(client, "second")).Status);
            while ((await SimulatedBrokers.Describe(client)).Replicas.Any(state => !state.IsInSync))
                await brokers.Cluster.Pause(50);
            Assert.Equal(51, (await SimulatedBrokers.Describe(client)).Epoch);
        });
    }

    [Fact]
    public void When_a_flush_fails_the_store_becomes_read_only_and_another_replica_leads()
    {
        using var brokers = new SimulatedBrokers();
        brokers.Run(ReplicationMode.Quorum, FlushDiskType.SyncFlush, async (client, leader) =>
        {
            brokers.Disk(leader).FailNextFlush();
            var sent = new List<string> { "first" };
            while ((await SimulatedBrokers.Describe(client)).Store == leader)
            {
                sent.Add($"{sent.Count}");
                Assert.Equal(SendStatus.SendOk, (await SimulatedBrokers.Send(client, sent[^1])).Status);
                await brokers.Cluster.Pause(10);
            }

            Assert.NotNull(brokers.WhyNotWritable(leader));
            Assert.InRange(sent.Count, 2, 100);
            Assert.Equal(sent, await SimulatedBrokers.ReadAll(client, sent.Count));
        });
    }

    [Fact]
    public void Full_disks_refuse_sends_and_reads_go_on_and_sends_go_on_by_themselves()
    {
        using var brokers = new SimulatedBrokers();
        brokers.Run(ReplicationMode.Quorum, FlushDiskType.AsyncFlush, async (client, _) =>
        {
            await using var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = SimulatedBrokers.Topic });
            foreach (var silo in brokers.Cluster.Silos)
                brokers.Disk(silo).Fill(isFull: true);
            var large = new string('x', 200_000);
            var refused = await Assert.ThrowsAsync<RocketException>(() => SimulatedBrokers.Send(client, large, TimeSpan.FromSeconds(5)));
            Assert.Equal(RocketError.DiskFull, (refused.InnerException as RocketException ?? refused).Code);
            Assert.Equal(0, (await consumer.ReceiveAsync()).Offset);

            foreach (var silo in brokers.Cluster.Silos)
                brokers.Disk(silo).Fill(isFull: false);
            Assert.Equal(SendStatus.SendOk, (await SimulatedBrokers.Send(client, large)).Status);
        });
    }

    [Fact]
    public void A_queue_whose_first_send_finds_a_full_disk_refuses_it_and_takes_the_next_one()
    {
        using var brokers = new SimulatedBrokers();
        brokers.Run(ReplicationMode.Single, FlushDiskType.AsyncFlush, async (client, leader) =>
        {
            await brokers.Kill(leader);
            await brokers.Cluster.StartSiloAsync(leader);
            Assert.Equal(1, (await SimulatedBrokers.Describe(client)).EndOffset);

            // The epoch of a single replica begins with its first append.
            brokers.Disk(leader).Fill(isFull: true);
            var refused = await Assert.ThrowsAsync<RocketException>(() => SimulatedBrokers.Send(client, "second", TimeSpan.FromSeconds(5)));
            Assert.Equal(RocketError.DiskFull, (refused.InnerException as RocketException ?? refused).Code);
            brokers.Disk(leader).Fill(isFull: false);
            Assert.Equal(1, (await SimulatedBrokers.Send(client, "third")).Offset);
        });
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void A_clock_that_jumps_does_not_change_the_order_of_messages(int hours)
    {
        using var brokers = new SimulatedBrokers();
        brokers.Run(ReplicationMode.Quorum, FlushDiskType.AsyncFlush, async (client, leader) =>
        {
            brokers.Cluster.SetClock(leader, TimeSpan.FromHours(hours));
            Assert.Equal(1, (await SimulatedBrokers.Send(client, "second")).Offset);
            brokers.Cluster.SetClock(leader, TimeSpan.Zero);
            Assert.Equal(2, (await SimulatedBrokers.Send(client, "third")).Offset);
            await using var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = SimulatedBrokers.Topic });
            var stored = new List<DateTimeOffset>();
            while (stored.Count < 3)
            {
                var message = await consumer.ReceiveAsync();
                Assert.Equal(stored.Count, message.Offset);
                stored.Add(message.StoredAt);
            }

            Assert.Equal(stored.Order(), stored);
        });
    }
}
