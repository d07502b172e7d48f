using OrleansRocket.Silo.Errors;
using OrleansRocket.Silo.RocketMq;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Silo.RocketMq;

/// <summary>Masters, slaves and DLedger groups become stores and replications.</summary>
public sealed class BrokerGroupTests
{
    private const string Peers = "dLegerPeers=n0-127.0.0.1:40911;n1-127.0.0.1:40912;n2-127.0.0.1:40913";

    [Theory]
    [InlineData("brokerName=broker-a", "Name=broker-a")]
    [InlineData("brokerName=broker-a;brokerId=0", "Name=broker-a")]
    [InlineData("brokerName=broker-a;brokerId=1", "Name=broker-a-s")]
    [InlineData("brokerName=broker-a;brokerId=2", "Name=broker-a-s2")]
    [InlineData("brokerRole=ASYNC_MASTER", "DefaultReplication=Async")]
    [InlineData("brokerRole=async_master;totalReplicas=3", "DefaultReplication=Async DefaultReplicas=3")]
    [InlineData("brokerRole=ASYNC_MASTER;totalReplicas=1", "DefaultReplication=Single DefaultReplicas=1")]
    [InlineData("totalReplicas=2", "DefaultReplication=Async DefaultReplicas=2")]
    [InlineData("brokerRole=SYNC_MASTER", "DefaultReplication=Sync")]
    [InlineData("brokerRole=SYNC_MASTER;inSyncReplicas=1", "DefaultReplication=Sync")]
    [InlineData("brokerName=broker-a;brokerId=1;brokerRole=SLAVE;inSyncReplicas=2", "Name=broker-a-s DefaultReplication=Sync")]
    [InlineData("brokerName=broker-a;brokerId=1;brokerRole=SLAVE;inSyncReplicas=1", "Name=broker-a-s DefaultReplication=Async")]
    public void A_master_and_its_slaves_are_stores_of_names_of_their_own(string properties, string expected)
    {
        var (values, reports) = Read(properties.Split(';'));

        Assert.Equal(expected, values);
        Assert.Empty(reports);
    }

    [Fact]
    public void A_slave_that_does_not_say_how_its_master_replicates_gets_the_safer_way_and_is_told()
    {
        var (values, reports) = Read("brokerName=broker-a", "brokerId=1", "brokerRole=SLAVE");

        Assert.Equal("Name=broker-a-s DefaultReplication=Sync", values);
        Assert.Contains("does not say how topics are replicated; Sync is taken unless inSyncReplicas or --default-replication", Assert.Single(reports), StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_of_dledger_is_a_store_of_a_quorum_that_also_holds_the_metadata()
    {
        var (values, reports) = Read("brokerName=Raft", "brokerId=3", "enableDLegerCommitLog=true", "dLegerGroup=Raft", Peers, "dLegerSelfId=n1");

        Assert.Equal("Name=Raft-n1 MetadataStores=Raft-n0,Raft-n1,Raft-n2 DefaultReplication=Quorum", values);
        Assert.Empty(reports);
    }

    [Fact]
    public void A_group_of_five_peers_is_a_quorum_of_five()
    {
        var peers = $"{Peers};n3-127.0.0.1:40914;n4-127.0.0.1:40915";

        var (values, reports) = Read("brokerName=other", "enableDLegerCommitLog=true", "dLegerGroup=Raft", peers, "dLegerSelfId=n4");

        Assert.Equal("Name=Raft-n4 MetadataStores=Raft-n0,Raft-n1,Raft-n2,Raft-n3,Raft-n4 DefaultReplication=Quorum DefaultReplicas=5", values);
        Assert.Contains("'brokerName' has no meaning here and is ignored", Assert.Single(reports), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("brokerRole is 'SLAVE', whose brokerId must be 1 or more", "brokerRole=SLAVE")]
    [InlineData("brokerId is '1'; it must be 0 for brokerRole 'SYNC_MASTER'", "brokerRole=SYNC_MASTER", "brokerId=1")]
    [InlineData("dLegerGroup is missing; enableDLegerCommitLog needs it", "enableDLegerCommitLog=true", Peers, "dLegerSelfId=n0")]
    [InlineData("dLegerPeers is missing", "enableDLegerCommitLog=true", "dLegerGroup=Raft", "dLegerSelfId=n0")]
    [InlineData("dLegerSelfId is missing", "enableDLegerCommitLog=true", "dLegerGroup=Raft", Peers)]
    [InlineData("dLegerSelfId is 'n7'; it must be one of n0, n1, n2", "enableDLegerCommitLog=true", "dLegerGroup=Raft", Peers, "dLegerSelfId=n7")]
    [InlineData("dLegerPeers has 1 peers; it must have 3 or 5", "enableDLegerCommitLog=true", "dLegerGroup=Raft", "dLegerPeers=n0-a:1", "dLegerSelfId=n0")]
    public void Keys_that_contradict_each_other_are_refused(string part, params string[] lines)
    {
        var refused = Assert.Throws<RefusedException>(() => Read(lines));

        Assert.Contains("broker.conf: " + part, refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
    }

    private static (string Values, List<string> Reports) Read(params string[] lines)
    {
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "broker.conf");
        File.WriteAllLines(file, lines);
        var reports = new List<string>();
        var values = RocketMqSettings.Read(file, reports.Add);
        return (string.Join(' ', values.Select(value => $"{value.Setting.Key}={value.Text}")), reports);
    }
}
