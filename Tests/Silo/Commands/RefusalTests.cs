using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Silo.Commands;

/// <summary>Brokers that must not start: each says why in one line.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task A_second_broker_is_refused_its_name_its_store_and_its_cluster()
    {
        using var directory = new TestDirectory();
        await using var first = await RunningSilo.Start(directory, "broker-a");
        var data = Path.Combine(directory.Path, "broker-a");
        var pid = $"process {Environment.ProcessId}";

        (await SiloCommandRun.Of(RunningSilo.Arguments(directory, "broker-a"))).Refused(1, "a broker 'broker-a' runs already in the cluster 'test'", pid);
        (await SiloCommandRun.Of(RunningSilo.Arguments(directory, "broker-b", "--data", data))).Refused(1, $"the store {data} is in use by {pid}");
        (await SiloCommandRun.Of(RunningSilo.Arguments(directory, "broker-b", "--cluster", "other"))).Refused(1, "belongs to the cluster 'test', not to 'other'");
        (await SiloCommandRun.Of(RunningSilo.Arguments(directory, "broker-b", "--metadata-stores", "broker-b")))
            .Refused(1, "the metadata stores are 'broker-b' here, but 'broker-a' for the cluster");

        Assert.Equal(0, await first.Stop());
    }

    [Fact]
    public async Task A_store_is_refused_to_a_broker_of_another_name_or_cluster()
    {
        using var directory = new TestDirectory();
        await using (await RunningSilo.Start(directory, "broker-a"))
        {
        }

        var data = Path.Combine(directory.Path, "broker-a");
        (await SiloCommandRun.Of(RunningSilo.Arguments(directory, "broker-b", "--data", data))).Refused(1, data, "belongs to the broker 'broker-a', not to 'broker-b'");
        (await SiloCommandRun.Of("--name", "broker-a", "--data", data, "--cluster", "other", "--cluster-dir", Path.Combine(directory.Path, "c2"), "--log-level", "None"))
            .Refused(1, data, "belongs to the cluster 'test', not to 'other'");
    }

    [Fact]
    public async Task A_refused_broker_leaves_its_place_to_the_next()
    {
        using var directory = new TestDirectory();
        var foreign = Directory.CreateDirectory(Path.Combine(directory.Path, "foreign"));
        await File.WriteAllTextAsync(Path.Combine(foreign.FullName, "letter.txt"), "Dear Sir");

        (await SiloCommandRun.Of(RunningSilo.Arguments(directory, "broker-a", "--data", foreign.FullName))).Refused(1, "is not a store of OrleansRocket", "letter.txt");

        await using var next = await RunningSilo.Start(directory, "broker-b");
        Assert.Equal("broker-b", (await File.ReadAllTextAsync(Path.Combine(RunningSilo.ClusterDirectory(directory), "metadata-store"))).Trim());
    }

    [Fact]
    public async Task A_cluster_directory_that_cannot_be_used_is_refused()
    {
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "file");
        await File.WriteAllTextAsync(file, "");
        string[] args = ["--name", "broker-a", "--data", Path.Combine(directory.Path, "data"), "--log-level", "None", "--cluster-dir"];

        (await SiloCommandRun.Of([.. args, file])).Refused(1, $"the cluster directory {file} cannot be used");
        (await SiloCommandRun.Of([.. args, "/proc/rocket"])).Refused(1, "the cluster directory /proc/rocket cannot be used");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused()
    {
        using var directory = new TestDirectory();
        await using var first = await RunningSilo.Start(directory, "broker-a", "--http-port", "0");

        var run = await SiloCommandRun.Of(RunningSilo.Arguments(directory, "broker-b", "--http-port", first.Address.Split(':')[^1]));

        run.Refused(1, first.Address, "already in use");
    }
}
