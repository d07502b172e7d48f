using OrleansRocket.Brokers;
using OrleansRocket.Queues;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Silo.Hosting;

/// <summary>Brokers that run.</summary>
public sealed class RunningTests
{
    [Fact]
    public async Task A_signal_stops_the_process_in_order_and_what_was_stored_is_there_again()
    {
        using var directory = new TestDirectory();
        string[] args = ["--name", "broker-a", "--data", Path.Combine(directory.Path, "data"), "--cluster-dir", RunningSilo.ClusterDirectory(directory)];
        using (var silo = await SiloProcess.Start(args))
        {
            Assert.Equal("ready broker-a", silo.Out.Trim());
            await using (var connection = await RocketConnection.OpenAsync(RunningSilo.ClusterDirectory(directory)))
            {
                await connection.Client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 2 });
                await using var producer = connection.Client.CreateProducer();
                await producer.SendAsync(new RocketMessage { Topic = "orders", Body = "paid"u8.ToArray() });
            }

            silo.Signal("TERM");

            Assert.Equal(0, await silo.End());
            Assert.Equal("ready broker-a", silo.Out.Trim());
            Assert.DoesNotContain("fail:", silo.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(directory.Path, "data", "abort")));
        }

        using var again = await SiloProcess.Start(args);
        await using var reader = await RocketConnection.OpenAsync(RunningSilo.ClusterDirectory(directory));
        await using var consumer = await reader.Client.CreateConsumerAsync(new ConsumerOptions { Group = "billing", Topic = "orders" });
        Assert.Equal("paid", Assert.Single(await RocketCluster.Receive(consumer, 1)));
    }

    [Fact]
    public async Task A_killed_broker_is_missed_at_once_and_takes_its_place_again()
    {
        using var directory = new TestDirectory();
        await using var first = await RunningSilo.Start(directory, "broker-a");
        string[] args = RunningSilo.Arguments(directory, "broker-b", "--log-level", "Warning");
        await using var connection = await RocketConnection.OpenAsync(RunningSilo.ClusterDirectory(directory));
        using (var killed = await SiloProcess.Start(args))
        {
            Assert.Equal(killed.Id, (await StatusOf(connection, "broker-b")).ProcessId);
            await killed.Kill();
        }

        await Until.True(async () => await FailureOf(connection, "broker-b") == RocketError.StoreUnavailable, "the broker is known to be gone");

        using var again = await SiloProcess.Start(args);
        await Until.True(async () => await FailureOf(connection, "broker-b") is null, "the broker answers again");
        Assert.Equal(again.Id, (await StatusOf(connection, "broker-b")).ProcessId);
    }

    [Fact]
    public async Task Brokers_of_one_cluster_directory_agree_on_the_first_one_for_the_metadata()
    {
        using var directory = new TestDirectory();
        await using var first = await RunningSilo.Start(directory, "broker-z");
        await using var second = await RunningSilo.Start(directory, "broker-a", "--metadata-stores", "broker-z");
        await using var third = await RunningSilo.Start(directory, "broker-b");
        await using var connection = await RocketConnection.OpenAsync(RunningSilo.ClusterDirectory(directory));

        var route = await connection.Client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 6 });

        Assert.Equal(["broker-a", "broker-b", "broker-z"], route.Queues.Select(queue => queue.Stores[0]).Distinct().Order());
        Assert.True(Directory.Exists(Path.Combine(directory.Path, "broker-z", "queues", "%SYS_META%")));
        Assert.False(Directory.Exists(Path.Combine(directory.Path, "broker-a", "queues", "%SYS_META%")));
    }

    [Fact]
    public async Task The_brokers_flush_setting_holds_for_all_its_queues_and_topics_are_created_as_configured()
    {
        using var directory = new TestDirectory();
        await using var silo = await RunningSilo.Start(
            directory, "broker-a", "--flush", "SyncFlush", "--auto-create-topics", "true", "--default-topic-queues", "3", "--default-retention-hours", "5");
        await using var connection = await RocketConnection.OpenAsync(RunningSilo.ClusterDirectory(directory));
        await using var producer = connection.Client.CreateProducer();

        var receipt = await producer.SendAsync(new RocketMessage { Topic = "orders", Body = "paid"u8.ToArray() });

        Assert.Equal(Durability.Flushed, receipt.Durability);
        var config = (await connection.Client.Topics.FindAsync("orders"))!.Config;
        Assert.Equal((3, TimeSpan.FromHours(5)), (config.Queues, config.Retention));
    }

    [Fact]
    public async Task Those_who_wait_for_something_new_do_not_hold_up_a_stop()
    {
        using var directory = new TestDirectory();
        await using var first = await RunningSilo.Start(directory, "broker-a");
        await using var second = await RunningSilo.Start(directory, "broker-b");
        await using var connection = await RocketConnection.OpenAsync(RunningSilo.ClusterDirectory(directory));
        await connection.Client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 4 });
        var queues = Enumerable.Range(0, 4).Select(queue => connection.Cluster.GetGrain<ITopicQueueGrain>(new QueueName("orders", queue).ToString())).ToList();
        await Task.WhenAll(queues.Select(queue => queue.Describe()));
        var reads = queues.Select(queue => queue.Read(new ReadRequest { Offset = 0, Wait = ReadRequest.MaxWait }, CancellationToken.None)).ToList();

        // Answered behind the reads, which wait by then.
        await Task.WhenAll(queues.Select(queue => queue.Describe()));
        var started = TimeProvider.System.GetTimestamp();

        Assert.Equal(0, await first.Stop());

        Assert.True(TimeProvider.System.GetElapsedTime(started) < ReadRequest.MaxWait / 2, "it waited for a reader");
        Assert.Equal(0, await second.Stop());
        foreach (var read in reads)
        {
            var failure = await Assert.ThrowsAnyAsync<Exception>(() => read);
            Assert.True(Transience.IsTransient(failure), $"{failure}");
        }
    }

    [Fact]
    public async Task A_broker_that_is_asked_to_stop_while_it_waits_for_its_cluster_stops()
    {
        using var directory = new TestDirectory();
        var waiting = RunningSilo.Begin(directory, "broker-a", "--metadata-stores", "broker-z", "--http-port", "0");
        await Until.True(() => Task.FromResult(waiting.Error.Contains("rocket-silo: waiting: ", StringComparison.Ordinal)), "it says what it waits for");

        Assert.Equal(0, await waiting.Stop());
        Assert.Empty(waiting.Out);
    }

    private static Task<BrokerStatus> StatusOf(RocketConnection connection, string name) =>
        connection.Cluster.GetGrain<IBrokerGrain>(name).Status();

    private static async Task<RocketError?> FailureOf(RocketConnection connection, string name)
    {
        try
        {
            await StatusOf(connection, name);
            return null;
        }
        catch (RocketException failure)
        {
            return failure.Code;
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            // Still on its way to finding out.
            return RocketError.None;
        }
    }
}
