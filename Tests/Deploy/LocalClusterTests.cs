namespace OrleansRocket.Tests.Deploy;

/// <summary><c>deploy/local/cluster.sh</c> with real processes.</summary>
public sealed class LocalClusterTests
{
    [Fact]
    public async Task A_cluster_is_started_killed_restarted_and_stopped()
    {
        Assert.SkipWhen(DeployedBroker.IsOnOrleans, "the local cluster runs on the embedded engine");
        await using var cluster = new LocalCluster();

        var up = await cluster.Do("up");
        Assert.Equal(["ready broker-a", "ready broker-b", "ready broker-c", $"export ROCKET_CLUSTER_DIR={cluster.Directory}/cluster"], Lines(up));
        var listed = await cluster.Do("status");
        var (first, state) = await cluster.StateOf("broker-b");
        Assert.Equal("ready", state);
        Assert.True(IsAlive(first), "the process of the status does not exist");
        Assert.Contains("127.0.0.1:", listed, StringComparison.Ordinal);

        Assert.Contains($"killed broker-b ({first})", await cluster.Do("kill", "broker-b"), StringComparison.Ordinal);
        Assert.False(IsAlive(first), "it lives on");
        Assert.Equal(("-", "down"), await cluster.StateOf("broker-b"));
        Assert.Contains("broker-b does not run", await cluster.Do("kill", "broker-b"), StringComparison.Ordinal);

        Assert.Equal("ready broker-b", (await cluster.Do("restart", "broker-b")).Trim());
        var (second, _) = await cluster.StateOf("broker-b");
        Assert.NotEqual(first, second);
        Assert.Equal(up, await cluster.Do("up"));
        Assert.Equal((second, "ready"), await cluster.StateOf("broker-b"));
        await cluster.Refuses(1, "holds a cluster of broker-a broker-b broker-c already", "up", "--brokers", "2");
        await cluster.Refuses(2, "there is no broker 'broker-x'", "kill", "broker-x");

        await cluster.Do("down");
        Assert.Equal(("-", "down"), await cluster.StateOf("broker-a"));
        Assert.Equal(3, (await cluster.Run("status")).ExitCode);
        await cluster.Do("down");
        foreach (var broker in new[] { "broker-a", "broker-b", "broker-c" })
            Assert.False(File.Exists(Path.Combine(cluster.Directory, "data", broker, "abort")), $"{broker} was not stopped in order");
    }

    [Fact]
    public async Task A_layout_of_rocketmq_is_a_cluster_and_what_its_brokers_have_to_agree_on_is_the_same_for_all()
    {
        Assert.SkipWhen(DeployedBroker.IsOnOrleans, "the local cluster runs on the embedded engine");
        await using var cluster = new LocalCluster();

        // As RocketMQ ships it: the slave's file does not say how its master replicates.
        var layout = System.IO.Directory.CreateDirectory(Path.Combine(cluster.Directory, "layout")).FullName;
        await File.WriteAllTextAsync(Path.Combine(layout, "broker-a.properties"), "brokerName=broker-a\nbrokerId=0\nbrokerRole=ASYNC_MASTER\n");
        await File.WriteAllTextAsync(Path.Combine(layout, "broker-a-s.properties"), "brokerName=broker-a\nbrokerId=1\nbrokerRole=SLAVE\n");

        Assert.Equal(["ready broker-a", "ready broker-a-s"], Lines(await cluster.Do("up", "--layout", layout, "--", "--log-level", "Warning"))[..2]);

        foreach (var broker in new[] { "broker-a", "broker-a-s" })
        {
            var options = DeployedBroker.Read(new Dictionary<string, string>(), await File.ReadAllLinesAsync(Path.Combine(cluster.Directory, "brokers", broker)));
            Assert.Equal((broker, ReplicationMode.Async, "broker-a"), (options.Name, options.DefaultReplication, string.Join(',', options.MetadataStores)));
        }

        await cluster.Do("down");
    }

    [Theory]
    [InlineData(2, "--brokers is '0'; it must be a whole number, 1 to 26", "up", "--brokers", "0")]
    [InlineData(2, "--brokers and --layout are both given", "up", "--brokers", "2", "--layout", "dledger")]
    [InlineData(2, "--layout is 'nope'; it must be a directory, or one of 2m-2s-async 2m-2s-sync dledger", "up", "--layout", "nope")]
    [InlineData(2, "--timeout is 'soon'", "up", "--timeout", "soon")]
    [InlineData(2, "--dir has no value", "up", "--dir")]
    [InlineData(2, "unknown option '--broker'", "up", "--broker", "2")]
    [InlineData(2, "unknown command 'start'", "start")]
    [InlineData(2, "kill needs the NAME of a broker", "kill")]
    [InlineData(2, "unexpected argument 'broker-a'", "down", "broker-a")]
    [InlineData(2, "broker 'broker-a' cannot run so: rocket-silo: --flush is 'Never'", "up", "--", "--flush", "Never")]
    [InlineData(1, "there is no cluster in", "status")]
    [InlineData(1, "there is no cluster in", "restart", "broker-a")]
    [InlineData(1, "'/proc/cluster' cannot be made or written", "up", "--dir", "/proc/cluster")]
    public async Task What_cannot_be_done_is_refused_in_one_line(int exitCode, string part, params string[] args)
    {
        await using var cluster = new LocalCluster();

        await cluster.Refuses(exitCode, part, args);
    }

    /// <summary>Also not one that has ended and waits for whoever has to take note of it.</summary>
    private static bool IsAlive(string processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/stat").Split(") ")[^1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
