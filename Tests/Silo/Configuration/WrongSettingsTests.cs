using OrleansRocket.Log.Store;
using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Hosting;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Silo.Configuration;

public sealed class WrongSettingsTests
{
    private static readonly string[] Required = ["--name", "a", "--data", "d", "--cluster-dir", "c", "--what-if"];

    [Theory]
    [InlineData("""{ "Rocket": { "Nmae": "x" } }""", "'Rocket:Nmae' is no setting; did you mean 'Rocket:Name'?")]
    [InlineData("""{ "Rocket": { "Store": { "SegmentByte": 1 } } }""", "'Rocket:Store:SegmentByte' is no setting; did you mean 'Rocket:Store:SegmentBytes'?")]
    [InlineData("""{ "Rockte": { "Name": "x" } }""", "'Rockte:Name' is no setting; did you mean 'Rocket:Name'?")]
    [InlineData("""{ "ConnectionStrings": { "Main": "x" } }""", "'ConnectionStrings:Main' is no setting")]
    [InlineData("""{ "Rocket": { "Name": ["x"] } }""", "Rocket:Name is a list; it must be a single value")]
    [InlineData("""{ "Rocket": { "Store": { "SegmentBytes": 5 } } }""", "Rocket:Store:SegmentBytes is '5'; it must be a whole number, 1048576 to 1073741824")]
    [InlineData("""{ "Rocket": { "AutoCreateTopics": "perhaps" } }""", "Rocket:AutoCreateTopics is 'perhaps'; it must be true or false")]
    [InlineData("[1]", "is a list")]
    [InlineData("7", "must hold an object with the section 'Rocket'")]
    [InlineData("{", "is not JSON")]
    public async Task A_settings_file_with_a_wrong_key_or_value_is_refused_by_name(string json, string part)
    {
        using var directory = new TestDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "appsettings.json"), json);

        var run = await SiloCommandRun.In(directory.Path, null, Required);

        run.Refused(2, "appsettings.json", part);
    }

    [Theory]
    [InlineData("ROCKET__NAEM", "x", "environment variable 'ROCKET__NAEM' is no setting; did you mean 'ROCKET__Name'?")]
    [InlineData("ROCKET__STORE__FLUSHBYTES", "1", "environment variable ROCKET__STORE__FLUSHBYTES is '1'; it must be a whole number, 65536 to 2147483647")]
    [InlineData("ROCKET__Flush", "Sometimes", "is 'Sometimes'; it must be AsyncFlush or SyncFlush")]
    public async Task A_wrong_variable_is_refused_by_name(string variable, string value, string part)
    {
        var run = await SiloCommandRun.In(null, new() { [variable] = value, ["PATH"] = "/bin" }, Required);

        run.Refused(2, part);
    }

    [Theory]
    [InlineData("--name is 'a/b'; it must be 1 to 100 letters", "--name a/b")]
    [InlineData("--name is '.hidden'; it must be", "--name .hidden")]
    [InlineData("--http-port is '70000'; it must be a whole number, 0 to 65535", "--http-port 70000")]
    [InlineData("--http-port is 'ten'; it must be a whole number", "--http-port ten")]
    [InlineData("--disk-high-watermark is '1.5'; it must be a number above 0 and at most 1", "--disk-high-watermark 1.5")]
    [InlineData("--stop-seconds is '0'; it must be a whole number, 1 to 3600", "--stop-seconds 0")]
    [InlineData("--redis is 'nowhere'; it must be HOST:PORT", "--redis nowhere")]
    [InlineData("--advertise is 'a/b'; it must be an IP address or a host name", "--advertise a/b")]
    [InlineData("--advertise is '0.0.0.0'; it must be an IP address or a host name at which others reach", "--advertise 0.0.0.0")]
    [InlineData("--listen is 'broker-a'; it must be an IP address", "--listen broker-a")]
    [InlineData("--http-address is 'here'; it must be an IP address", "--http-address here")]
    [InlineData("--metadata-stores is 'a,a'; it must be 1, 2, 3 or 5 different names with ',' between them", "--metadata-stores a,a")]
    [InlineData("--metadata-stores is 'a,,b'; it must be", "--metadata-stores a,,b")]
    [InlineData("--metadata-stores is 'a,b,c,d'; it must be", "--metadata-stores a,b,c,d")]
    [InlineData("--default-replication is 'Twice'; it must be Single or Async or Sync or Quorum", "--default-replication Twice")]
    [InlineData("--default-replicas is '6'; it must be a whole number, 1 to 5", "--default-replicas 6")]
    [InlineData("--default-replicas is '2'; with Single it must be 1", "--default-replicas 2")]
    [InlineData("--default-replicas is '4'; with Quorum it must be 3 or 5", "--default-replicas 4 --default-replication Quorum")]
    [InlineData("--default-replicas is '1'; with Sync it must be 2 or 3 or 4 or 5", "--default-replicas 1 --default-replication Sync")]
    [InlineData("--log-level is '3'; it must be Trace or Debug", "--log-level 3")]
    [InlineData("DiskLowWatermark is 0.9; it must not be above DiskHighWatermark, 0.8", "--disk-low-watermark 0.9 --disk-high-watermark 0.8")]
    [InlineData("unrecognized argument '--nmae'; did you mean '--name'?", "--nmae x")]
    [InlineData("unrecognized argument 'stray'", "stray")]
    [InlineData("--config is 'broker.ini'; it must end in .json, .properties or .conf", "--config broker.ini")]
    [InlineData("configuration file missing.conf cannot be read", "--config missing.conf")]
    public async Task A_wrong_argument_is_refused_with_its_value_and_the_limit(string part, string arguments)
    {
        var given = arguments.Split(' ');
        var run = await SiloCommandRun.Of([.. given.Contains("--name") ? Required[2..] : Required, .. given]);

        run.Refused(2, part, "--help");
    }

    [Theory]
    [InlineData("--name NAME is missing", "--data d --cluster-dir c")]
    [InlineData("--data DIR is missing", "--name a --cluster-dir c")]
    public async Task What_is_required_is_asked_for(string part, string arguments) =>
        (await SiloCommandRun.Of(arguments.Split(' '))).Refused(2, part);

    [Fact]
    public async Task A_cluster_is_kept_in_a_directory_or_in_redis() =>
        (await SiloCommandRun.Of([.. Required, "--redis", "localhost:6379"])).Refused(2, "--cluster-dir and --redis are both given");

    [Fact]
    public async Task Where_to_listen_is_refused_where_no_port_is_opened()
    {
        var run = await SiloCommandRun.Of([.. Required, "--listen", "127.0.0.1"]);

        if (EngineHosting.WhyNot(Options() with { Redis = "localhost:6379" }) is null)
            Assert.Equal(0, run.ExitCode);
        else
            run.Refused(2, "--listen needs Microsoft Orleans");
    }

    [Theory]
    [InlineData(ReplicationMode.Single, 1)]
    [InlineData(ReplicationMode.Async, 2)]
    [InlineData(ReplicationMode.Sync, 2)]
    [InlineData(ReplicationMode.Quorum, 3)]
    public void A_replication_without_a_number_has_the_least_that_it_needs(ReplicationMode replication, int replicas)
    {
        var options = Options((Settings.DefaultReplication, replication.ToString()));

        Assert.Equal((replication, replicas), (options.DefaultReplication, options.DefaultReplicas));
    }

    [Fact]
    public async Task Help_names_every_setting_and_its_default()
    {
        var run = await SiloCommandRun.Of("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(Settings.All, setting => Assert.Contains(setting.Flag, run.Out, StringComparison.Ordinal));
        Assert.Contains("[default: 67108864 bytes]", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_those_of_the_storage_engine()
    {
        var options = Options();

        Assert.Equal(new LogStoreOptions { Path = "d", StoreName = "a" }, options.Store);
    }

    private static BrokerOptions Options(params (Setting Setting, string Text)[] others)
    {
        (Setting, string)[] given = [(Settings.Name, "a"), (Settings.DataDirectory, "d"), .. others];
        return BrokerOptions.From(new EffectiveConfiguration(given.Select(pair => new GivenValue(pair.Item1, pair.Item2, "", ""))));
    }
}
