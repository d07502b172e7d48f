namespace OrleansRocket.Tests.Deploy;

/// <summary>RocketMQ's layouts in <c>deploy/conf</c>.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData("2m-2s-async", "broker-a broker-a-s broker-b broker-b-s", "DefaultCluster", "Async", 2, "")]
    [InlineData("2m-2s-sync", "broker-a broker-a-s broker-b broker-b-s", "DefaultCluster", "Sync", 2, "")]
    [InlineData("dledger", "RaftNode00-n0 RaftNode00-n1 RaftNode00-n2", "RaftCluster", "Quorum", 3, "RaftNode00-n0 RaftNode00-n1 RaftNode00-n2")]
    public async Task Every_file_of_a_layout_is_a_store_of_one_cluster(
        string layout, string names, string cluster, string replication, int replicas, string metadataStores)
    {
        var files = Directory.GetFiles(DeployedBroker.PathOf("conf", layout)).Order(StringComparer.Ordinal).ToList();
        var brokers = new List<string>();
        foreach (var file in files)
        {
            var broker = await DeployedBroker.Check(new Dictionary<string, string>(), "--config", file, "--data", "d", "--cluster-dir", "c");

            brokers.Add(broker.Name);
            Assert.Equal((cluster, replication, replicas), (broker.Cluster, broker.DefaultReplication.ToString(), broker.DefaultReplicas));
            Assert.Equal(metadataStores, string.Join(' ', broker.MetadataStores));
            Assert.Contains($"is called {broker.Name}", (await File.ReadAllTextAsync(file)).Replace(",", ".", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Equal(names, string.Join(' ', brokers.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void There_are_no_other_layouts() =>
        Assert.Equal(["2m-2s-async", "2m-2s-sync", "dledger"], Directory.GetDirectories(DeployedBroker.PathOf("conf")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
