namespace OrleansRocket.Tests.Deploy;

/// <summary>The manifests in <c>deploy/kubernetes</c>.</summary>
public sealed class KubernetesTests
{
    private static readonly string Folder = DeployedBroker.PathOf("kubernetes");
    private static readonly Yaml Kustomization = Assert.Single(Yaml.Read(Path.Combine(Folder, "kustomization.yaml")));
    private static readonly IReadOnlyList<Yaml> Resources = [.. Kustomization["resources"].Words().SelectMany(file => Yaml.Read(Path.Combine(Folder, file)))];

    private static Yaml Brokers => Find("StatefulSet", "broker");

    private static Yaml Pod => Brokers["spec"]["template"]["spec"];

    private static Yaml Container => Assert.Single(Pod["containers"].Items);

    [Fact]
    public void Every_file_is_applied_and_every_resource_has_a_kind_and_a_name()
    {
        Assert.Equal(
            Directory.GetFiles(Folder).Select(Path.GetFileName).Where(file => file != "kustomization.yaml").Order(StringComparer.Ordinal),
            Kustomization["resources"].Words().Order(StringComparer.Ordinal));
        Assert.All(Resources, resource => Assert.NotEmpty(resource["apiVersion"].Text + resource["metadata"]["name"].Text));
        var names = Resources.Select(resource => $"{resource["kind"].Text}/{resource["metadata"]["name"].Text}").ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal(Container["image"].Text, Assert.Single(Kustomization["images"].Items)["name"].Text);
    }

    [Fact]
    public async Task Each_pod_is_a_broker_of_its_name_at_its_address()
    {
        var pods = Enumerable.Range(0, Brokers["spec"]["replicas"].Number).Select(number => $"broker-{number}").ToList();
        foreach (var pod in pods)
        {
            var broker = await DeployedBroker.Check(Environment(pod));

            Assert.Equal((pod, "10.0.0.7", null), (broker.Name, broker.AdvertisedAddress, broker.ListenAddress));
            Assert.Equal(pods, broker.MetadataStores);
            Assert.Equal((ReplicationMode.Quorum, 3), (broker.DefaultReplication, broker.DefaultReplicas));
            Assert.NotNull(Find("Service", broker.Redis!.Split(':')[0]));
            Assert.Contains(Container["volumeMounts"].Items, mount => mount["mountPath"].Text == broker.DataDirectory && mount["name"].Text == Claim["metadata"]["name"].Text);
            Assert.True(TimeSpan.FromSeconds(Pod["terminationGracePeriodSeconds"].Number) > broker.StopTimeout, "a pod is killed before it has stopped");
        }

        // A broker waits for a majority of the metadata: one after the other they would wait for ever.
        Assert.Equal("Parallel", Brokers["spec"]["podManagementPolicy"].Text);
    }

    [Fact]
    public void Ports_and_probes_are_those_of_the_broker()
    {
        var broker = DeployedBroker.Read(Environment("broker-0"));

        Assert.Equal(
            new Dictionary<string, int> { ["silo"] = broker.SiloPort, ["gateway"] = broker.GatewayPort, ["http"] = broker.HttpPort!.Value },
            Container["ports"].Items.ToDictionary(port => port["name"].Text, port => port["containerPort"].Number));
        Assert.Equal(System.Net.IPAddress.Any, broker.HttpAddress);
        foreach (var (probe, path) in new[] { ("startupProbe", "/health/startup"), ("readinessProbe", "/health/ready"), ("livenessProbe", "/health/live") })
            Assert.Equal((path, "http"), (Container[probe]["httpGet"]["path"].Text, Container[probe]["httpGet"]["port"].Text));
    }

    [Fact]
    public void Services_find_the_brokers_and_their_ports()
    {
        var labels = Brokers["spec"]["template"]["metadata"]["labels"];
        Assert.True(Brokers["spec"]["selector"]["matchLabels"].Selects(labels), "the set does not select its own pods");
        foreach (var name in new[] { "broker", "broker-client" })
        {
            var service = Find("Service", name)["spec"];
            Assert.True(service["selector"].Selects(labels), $"service {name} does not select the brokers");
            foreach (var port in service["ports"].Items)
                Assert.Equal(port["port"].Number, Container["ports"].Items.Single(open => open["name"].Text == port["targetPort"].Text)["containerPort"].Number);
        }

        Assert.Equal("broker", Brokers["spec"]["serviceName"].Text);
        Assert.Equal(("None", "true"), (Find("Service", "broker")["spec"]["clusterIP"].Text, Find("Service", "broker")["spec"]["publishNotReadyAddresses"].Text));
        Assert.Null(Find("Service", "broker-client")["spec"].Find("clusterIP"));
    }

    [Fact]
    public void One_broker_at_a_time_may_be_taken_away()
    {
        var budget = Find("PodDisruptionBudget", "broker")["spec"];

        Assert.Equal(1, budget["maxUnavailable"].Number);
        Assert.True(budget["selector"]["matchLabels"].Selects(Brokers["spec"]["template"]["metadata"]["labels"]), "the budget is not the brokers'");
    }

    [Fact]
    public async Task Kubectl_puts_it_together()
    {
        var run = await ProgramRun.Of(ProgramRun.Find("kubectl"), ["kustomize", Folder]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Resources.Count, run.Out.Split("\nkind: ").Length - 1 + (run.Out.StartsWith("kind: ", StringComparison.Ordinal) ? 1 : 0));
    }

    private static Yaml Claim => Assert.Single(Brokers["spec"]["volumeClaimTemplates"].Items);

    private static Yaml Find(string kind, string name) =>
        Resources.Single(resource => resource["kind"].Text == kind && resource["metadata"]["name"].Text == name);

    /// <summary>A pod's variables, as Kubernetes puts them together.</summary>
    private static Dictionary<string, string> Environment(string pod)
    {
        var variables = Find("ConfigMap", Assert.Single(Container["envFrom"].Items)["configMapRef"]["name"].Text)["data"].Texts();
        foreach (var variable in Container["env"].Items)
        {
            variables[variable["name"].Text] = variable["valueFrom"]["fieldRef"]["fieldPath"].Text switch
            {
                "metadata.name" => pod,
                "status.podIP" => "10.0.0.7",
                var other => throw new InvalidDataException($"no pod has the field {other}"),
            };
        }

        return variables;
    }
}
