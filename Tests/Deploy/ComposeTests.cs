using System.Net;

namespace OrleansRocket.Tests.Deploy;

/// <summary><c>deploy/docker/compose.yaml</c>.</summary>
public sealed class ComposeTests
{
    private static readonly Yaml Compose = Assert.Single(Yaml.Read(DeployedBroker.PathOf("docker", "compose.yaml")));
    private static readonly string[] Brokers = [.. Compose["services"].Keys.Where(name => name != "redis")];

    [Fact]
    public async Task Each_service_is_a_broker_of_its_name_in_one_cluster()
    {
        Assert.Equal(["broker-a", "broker-b", "broker-c"], Brokers);
        foreach (var name in Brokers)
        {
            var broker = await DeployedBroker.Check(Service(name)["environment"].Texts());

            Assert.Equal((name, name, "compose"), (broker.Name, broker.AdvertisedAddress, broker.Cluster));
            Assert.Equal(Brokers, broker.MetadataStores);
            Assert.Equal((ReplicationMode.Quorum, 3), (broker.DefaultReplication, broker.DefaultReplicas));
            Assert.Equal((IPAddress.Any, IPAddress.Any), (broker.ListenAddress, broker.HttpAddress));
            Assert.Contains(broker.Redis!.Split(':')[0], Compose["services"].Keys);
            Assert.Contains("redis", Service(name)["depends_on"].Keys);
        }
    }

    [Fact]
    public void A_broker_keeps_its_data_and_has_the_time_that_it_needs_to_stop()
    {
        foreach (var name in Brokers)
        {
            var broker = DeployedBroker.Read(Service(name)["environment"].Texts());
            var volume = Assert.Single(Service(name)["volumes"].Words()).Split(':');

            Assert.Equal((name, broker.DataDirectory), (volume[0], volume[1]));
            Assert.Contains(name, Compose["volumes"].Keys);
            Assert.True(TimeSpan.FromSeconds(Seconds(Service(name)["stop_grace_period"].Text)) > broker.StopTimeout, $"{name} is killed before it has stopped");
        }
    }

    [Fact]
    public void Health_is_checked_and_published_on_this_machine_only()
    {
        var published = new List<string>();
        foreach (var name in Brokers)
        {
            var port = DeployedBroker.Read(Service(name)["environment"].Texts()).HttpPort;
            var ports = Assert.Single(Service(name)["ports"].Words()).Split(':');

            Assert.Equal(("127.0.0.1", $"{port}"), (ports[0], ports[2]));
            published.Add(ports[1]);
            Assert.Equal(["CMD", "/app/healthcheck.sh", $"{port}", "/health/ready"], Service(name)["healthcheck"]["test"].Words());
        }

        Assert.Equal(Brokers.Length, published.Distinct().Count());
    }

    [Fact]
    public void All_run_the_image_that_one_of_them_builds()
    {
        Assert.Single(Brokers.Select(name => Service(name)["image"].Text).Distinct());
        var build = Assert.Single(Brokers.Select(name => Service(name).Find("build")).OfType<Yaml>());
        var context = Path.GetFullPath(Path.Combine(DeployedBroker.PathOf("docker"), build["context"].Text));
        Assert.Equal(DeployedBroker.PathOf("docker", "Dockerfile"), Path.Combine(context, build["dockerfile"].Text));
    }

    [Fact]
    public async Task Docker_understands_it()
    {
        var docker = ProgramRun.Find("docker");
        Assert.SkipWhen((await ProgramRun.Of(docker, ["compose", "version"])).ExitCode != 0, "docker compose is not installed");

        var run = await ProgramRun.Of(docker, ["compose", "-f", DeployedBroker.PathOf("docker", "compose.yaml"), "config", "--quiet"]);

        Assert.True(run.ExitCode == 0, run.Error);
    }

    private static Yaml Service(string name) => Compose["services"][name];

    private static int Seconds(string text) => int.Parse(text.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture);
}
