using OrleansRocket.Cli.Brokers;
using OrleansRocket.Cli.Mqadmin;
using OrleansRocket.Tests.Cli.Clusters;

namespace OrleansRocket.Tests.Cli.Mqadmin;

public sealed class MqadminAliasTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Theory]
    [InlineData("topicList -n localhost:9876 -c", "topic list -c")]
    [InlineData("deleteTopic -n localhost:9876 -t orders --json", "topic delete orders --json")]
    [InlineData("updateTopic -n a:1 -c DefaultCluster -t orders -r 4 -w 4 -p 6", "topic update --create orders --queues 4 --permission 6")]
    [InlineData("updateTopic -c DefaultCluster -t orders -a +message.type=FIFO", "topic update --create orders --type FIFO")]
    [InlineData("updateTopic -t orders -a +queue.type=BatchCQ,+message.type=MIXED", "topic update --create orders +queue.type=BatchCQ --type MIXED")]
    [InlineData("deleteTopic -n a:1 -c DefaultCluster -t orders", "topic delete orders")]
    [InlineData("updateTopic -b 10.0.0.1:10911 -t orders", "topic update --create orders")]
    [InlineData("deleteSubGroup -b 10.0.0.1:10911 -g billing -r true", "group delete billing")]
    [InlineData("deleteSubGroup -g billing -c DefaultCluster", "group delete billing")]
    [InlineData("updateTopic -t", "topic update --create -t")]
    [InlineData("topic list", "topic list")]
    [InlineData("", "")]
    public void The_words_of_an_alias_become_ours(string theirs, string ours) =>
        Assert.Equal(Words(ours), MqadminAliases.Expand(Words(theirs)));

    [Fact]
    public async Task An_alias_runs_and_its_wrong_command_line_is_ours()
    {
        Assert.StartsWith("created topic aliased: 3 queues, read,", Assert.Single(await cluster.Lines(Words("updateTopic -n localhost:9876 -c DefaultCluster -t aliased -w 3 -r 3 -p 4"))), StringComparison.Ordinal);
        Assert.Contains(await cluster.Lines(Words("topicList -n localhost:9876")), line => line.Contains("aliased", StringComparison.Ordinal));
        (await cluster.Run(Words("deleteTopic -t aliased --no-such-option"))).Refused(2, "'--no-such-option'", "rocket topic delete --help");
    }

    [Fact]
    public void A_broker_is_a_line_in_the_columns_of_RocketMQ()
    {
        var row = ClusterListTable.Row(new BrokerResult
        {
            Name = "broker-a",
            State = "up",
            BrokerId = 0,
            Replicas = 0,
            Cluster = "demo",
            Address = "127.0.0.1:11111@217534110",
            Version = "0.1.0+37136d26",
            DiskBytes = 1000,
            DiskFreeBytes = 250,
            MessagesInPerSecond = 1234.567,
            MessagesOutPerSecond = 0,
        });

        Assert.Equal("#Cluster Name           #Broker Name            #BID  #Addr                  #Version              #InTPS(LOAD)                   #OutTPS(LOAD)  #Timer(Progress)        #PCWait(ms)  #Hour         #SPACE    #ACTIVATED", ClusterListTable.Header);
        Assert.Equal("demo                    broker-a                0     127.0.0.1:11111        0.1.0               1234.57(0,0ms)               0.00(0,0ms|0,0ms)  0-0(0.0w, 0.0, 0.0)     0            0.00          0.7500    true      ", row);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
