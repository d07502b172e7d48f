using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Errors;
using OrleansRocket.Silo.RocketMq;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Silo.RocketMq;

public sealed class RocketMqKeyTests
{
    [Theory]
    [InlineData("brokerClusterName=DefaultCluster", "Cluster", "DefaultCluster")]
    [InlineData("brokerName=broker-a", "Name", "broker-a")]
    [InlineData("flushDiskType=SYNC_FLUSH", "Flush", "SyncFlush")]
    [InlineData("flushDiskType = ASYNC_FLUSH", "Flush", "AsyncFlush")]
    [InlineData("listenPort=10911", "GatewayPort", "10911")]
    [InlineData("brokerIP1=10.0.0.7", "AdvertisedAddress", "10.0.0.7")]
    [InlineData("defaultTopicQueueNums=8", "DefaultTopicQueues", "8")]
    [InlineData("autoCreateTopicEnable=true", "AutoCreateTopics", "true")]
    [InlineData("fileReservedTime=48", "DefaultRetentionHours", "48")]
    [InlineData("storePathRootDir=/data/rocketmq", "DataDirectory", "/data/rocketmq")]
    [InlineData("mapedFileSizeCommitLog=1073741824", "Store:SegmentBytes", "1073741824")]
    [InlineData("mappedFileSizeCommitLog=1073741824", "Store:SegmentBytes", "1073741824")]
    [InlineData("flushIntervalCommitLog=1000", "Store:FlushIntervalMs", "1000")]
    [InlineData("cleanResourceInterval=20000", "Store:HousekeepingMs", "20000")]
    [InlineData("diskMaxUsedSpaceRatio=88", "Store:DiskCleanWatermark", "0.88")]
    [InlineData("diskSpaceWarningLevelRatio=0.95", "Store:DiskHighWatermark", "0.95")]
    public void A_key_with_our_meaning_is_one_of_our_settings(string line, string key, string value)
    {
        var (values, reports) = Read(line);

        var given = Assert.Single(values);
        Assert.Equal((key, value), (given.Setting.Key, given.Text));
        Assert.True(given.Setting.Accepts(given.Text));
        Assert.Empty(reports);
    }

    [Theory]
    [InlineData("brokerId=0")]
    [InlineData("autoCreateSubscriptionGroup=true")]
    [InlineData("enableDLegerCommitLog=false")]
    [InlineData("inSyncReplicas=2")]
    public void A_value_that_says_what_is_so_anyway_is_taken_in_silence(string line)
    {
        var (values, reports) = Read(line);

        Assert.Empty(values);
        Assert.Empty(reports);
    }

    [Theory]
    [InlineData("namesrvAddr=10.0.0.1:9876;10.0.0.2:9876")]
    [InlineData("brokerIP2=10.0.0.8")]
    [InlineData("deleteWhen=04")]
    [InlineData("deleteWhen=04;16")]
    [InlineData("storePathCommitLog=/data/commitlog")]
    [InlineData("storePathConsumeQueue=/data/consumequeue")]
    [InlineData("storePathConsumerQueue=/data/consumequeue")]
    [InlineData("storePathIndex=/data/index")]
    [InlineData("storeCheckpoint=/data/checkpoint")]
    [InlineData("abortFile=/data/abort")]
    [InlineData("mapedFileSizeConsumeQueue=300000")]
    [InlineData("mappedFileSizeConsumeQueue=300000")]
    [InlineData("dLegerGroup=broker-a")]
    [InlineData("dLegerPeers=n0-127.0.0.1:40911")]
    [InlineData("dLegerSelfId=n0")]
    [InlineData("sendMessageThreadPoolNums=16")]
    [InlineData("traceTopicEnable=true")]
    public void A_key_without_a_meaning_here_is_reported_by_name_and_ignored(string line)
    {
        var (values, reports) = Read(line);

        Assert.Empty(values);
        Assert.Contains($"'{line.Split('=')[0]}' has no meaning here and is ignored", Assert.Single(reports), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_is_one_of_those_above()
    {
        var tested = typeof(RocketMqKeyTests).GetMethods()
            .SelectMany(method => method.GetCustomAttributesData())
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => ((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)[0].Value)
            .OfType<string>()
            .Select(line => line.Split('=')[0].Trim());

        Assert.Empty(RocketMqKeys.All.Keys.Except(tested));
    }

    [Theory]
    [InlineData("brokerName=a/b", "brokerName is 'a/b'; it must be 1 to 100 letters")]
    [InlineData("brokerId=-1", "brokerId is '-1'; it must be a whole number, 0 to 1000")]
    [InlineData("brokerRole=LEADER", "brokerRole is 'LEADER'; it must be ASYNC_MASTER or SYNC_MASTER or SLAVE")]
    [InlineData("totalReplicas=0", "totalReplicas is '0'; it must be a whole number, 1 to 5")]
    [InlineData("inSyncReplicas=many", "inSyncReplicas is 'many'; it must be a whole number, 1 to 5")]
    [InlineData("dLegerPeers=n0", "dLegerPeers is 'n0'; it must be ID-HOST:PORT with ';' between the peers")]
    [InlineData("dLegerPeers=n0-a:1;n0-b:1", "dLegerPeers is 'n0-a:1;n0-b:1'; it must be ID-HOST:PORT")]
    [InlineData("flushDiskType=NEVER", "flushDiskType is 'NEVER'; it must be ASYNC_FLUSH or SYNC_FLUSH")]
    [InlineData("listenPort=0", "listenPort is '0'; it must be a whole number, 1 to 65535")]
    [InlineData("brokerIP1=a/b", "brokerIP1 is 'a/b'; it must be an IP address")]
    [InlineData("defaultTopicQueueNums=0", "defaultTopicQueueNums is '0'; it must be a whole number, 1 to 1024")]
    [InlineData("autoCreateTopicEnable=yes", "autoCreateTopicEnable is 'yes'; it must be true or false")]
    [InlineData("autoCreateSubscriptionGroup=false", "autoCreateSubscriptionGroup is 'false'; it must be true")]
    [InlineData("deleteWhen=25", "deleteWhen is '25'; it must be hours of the day")]
    [InlineData("fileReservedTime=-1", "fileReservedTime is '-1'; it must be a whole number")]
    [InlineData("mapedFileSizeCommitLog=1024", "mapedFileSizeCommitLog is '1024'; it must be a whole number, 1048576 to 1073741824")]
    [InlineData("mapedFileSizeConsumeQueue=x", "mapedFileSizeConsumeQueue is 'x'; it must be a whole number")]
    [InlineData("enableDLegerCommitLog=yes", "enableDLegerCommitLog is 'yes'; it must be true or false")]
    [InlineData("sendMessageThreadPoolNums=none", "sendMessageThreadPoolNums is 'none'; it must be a whole number")]
    [InlineData("diskMaxUsedSpaceRatio=0.75", "diskMaxUsedSpaceRatio is '0.75'; it must be a whole number, 1 to 100")]
    public void A_bad_value_is_refused_with_file_key_value_and_limit(string line, string part)
    {
        var refused = Assert.Throws<RefusedException>(() => Read(line));

        Assert.Contains("broker.conf: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public async Task A_broker_takes_a_property_file_and_tells_what_it_ignores()
    {
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "broker.properties");
        await File.WriteAllTextAsync(file, $"brokerName=broker-a\nstorePathRootDir={directory.Path}/data\nbrokerPermission=6\nfileReservedTime=48\n");

        var run = await SiloCommandRun.Of("--config", file, "--cluster-dir", "c", "--what-if");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"rocket-silo: {file}: 'brokerPermission' has no meaning here and is ignored", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Name +broker-a +.*broker\.properties: brokerName$", run.Out);
        Assert.Matches(@"(?m)^DefaultRetentionHours +48 +.*broker\.properties: fileReservedTime$", run.Out);
    }

    private static (IReadOnlyList<GivenValue> Values, List<string> Reports) Read(string line)
    {
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "broker.conf");
        File.WriteAllText(file, line + "\n");
        var reports = new List<string>();
        return (RocketMqSettings.Read(file, reports.Add), reports);
    }
}
