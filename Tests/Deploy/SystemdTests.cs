using System.Globalization;
using OrleansRocket.Silo.Errors;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Deploy;

/// <summary>The unit in <c>deploy/systemd</c>, and the settings beside it.</summary>
public sealed class SystemdTests
{
    private const string Program = "/opt/rocket/OrleansRocket.Silo";
    private const string Unit = "rocket-broker@.service";

    private static readonly ILookup<string, string> Lines = File.ReadAllLines(DeployedBroker.PathOf("systemd", Unit))
        .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
        .ToLookup(line => line.Split('=')[0], line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    [Fact]
    public async Task The_unit_starts_the_broker_that_it_is_named_for()
    {
        var start = Assert.Single(Lines["ExecStart"]).Replace("%i", "broker-a", StringComparison.Ordinal).Split(' ');
        var broker = await DeployedBroker.Check(Variables(isRedis: false), start[1..]);

        Assert.Equal(Program, start[0]);
        Assert.Equal(("broker-a", "/var/lib/rocket/broker-a", "/var/lib/rocket/cluster"), (broker.Name, broker.DataDirectory, broker.ClusterDirectory));
        Assert.Equal("/var/lib/" + Assert.Single(Lines["StateDirectory"]), Path.GetDirectoryName(broker.DataDirectory));
        Assert.Contains(broker.Name, broker.MetadataStores);
        Assert.True(TimeSpan.FromSeconds(Number("TimeoutStopSec")) > broker.StopTimeout, "it is killed before it has stopped");
        Assert.Equal(ExitCode.Usage, Number("RestartPreventExitStatus"));
    }

    [Fact]
    public async Task The_settings_for_several_machines_are_settings_too()
    {
        var broker = await DeployedBroker.Check(Variables(isRedis: true), "--name", "broker-a", "--data", "/var/lib/rocket/broker-a");

        Assert.Equal(("redis.example.com:6379", "10.0.0.7"), (broker.Redis, broker.AdvertisedAddress));
    }

    [Fact]
    public void The_examples_are_the_files_that_the_unit_reads()
    {
        var read = Lines["EnvironmentFile"].Select(file => Path.GetFileName(file.TrimStart('-')).Replace("%i", "broker-a", StringComparison.Ordinal));

        Assert.Equal(read.Order(StringComparer.Ordinal), Examples().Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Systemd_understands_the_unit()
    {
        var systemd = ProgramRun.Find("systemd-analyze");
        using var directory = new TestDirectory();
        var copy = Path.Combine(directory.Path, Unit);

        // The program is looked for; ours is not installed where the unit expects it.
        var text = await File.ReadAllTextAsync(DeployedBroker.PathOf("systemd", Unit));
        await File.WriteAllTextAsync(copy, text.Replace(Program, Path.Combine(AppContext.BaseDirectory, "OrleansRocket.Silo"), StringComparison.Ordinal));

        var run = await ProgramRun.Of(systemd, ["verify", copy]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error.Trim()));
    }

    private static int Number(string key) => int.Parse(Assert.Single(Lines[key]), CultureInfo.InvariantCulture);

    private static IEnumerable<string> Examples() => Directory.GetFiles(DeployedBroker.PathOf("systemd"), "*.env").Order(StringComparer.Ordinal);

    /// <summary>What the examples set; with Redis, what stands there as a comment too, in place of the directory.</summary>
    private static Dictionary<string, string> Variables(bool isRedis)
    {
        var lines = Examples().SelectMany(File.ReadAllLines)
            .Select(line => isRedis && line.StartsWith("# ROCKET__", StringComparison.Ordinal) ? line[2..] : line)
            .Where(line => line.Length > 0 && !line.StartsWith('#'));
        var variables = lines.ToDictionary(line => line.Split('=')[0], line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        if (isRedis)
            variables.Remove("ROCKET__ClusterDirectory");
        return variables;
    }
}
