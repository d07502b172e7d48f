using System.Text.Json;
using OrleansRocket.Silo.Configuration;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Silo.Configuration;

public sealed class LayerTests
{
    private static readonly string[] Required = ["--name", "a", "--data", "d", "--cluster-dir", "c"];

    [Theory]
    [InlineData(0, "500", "default", "")]
    [InlineData(1, "1", "file", "appsettings.json: Rocket:Store:FlushIntervalMs")]
    [InlineData(2, "2", "file", "broker.conf: flushIntervalCommitLog")]
    [InlineData(3, "3", "environment", "environment variable ROCKET__Store__FlushIntervalMs")]
    [InlineData(4, "4", "command line", "--flush-interval-ms")]
    public async Task The_last_of_defaults_settings_file_property_file_environment_and_command_line_wins(int layers, string value, string source, string origin)
    {
        using var directory = new TestDirectory();
        var args = new List<string>(Required) { "--what-if", "--json" };
        var environment = new Dictionary<string, string>();
        if (layers >= 1)
            await File.WriteAllTextAsync(Path.Combine(directory.Path, "appsettings.json"), """{ "Rocket": { "Store": { "FlushIntervalMs": 1 } } }""");
        if (layers >= 2)
        {
            var properties = Path.Combine(directory.Path, "broker.conf");
            await File.WriteAllTextAsync(properties, "flushIntervalCommitLog=2\n");
            args.AddRange(["--config", properties]);
        }

        if (layers >= 3)
            environment["ROCKET__Store__FlushIntervalMs"] = "3";
        if (layers >= 4)
            args.AddRange(["--flush-interval-ms", "4"]);

        var run = await SiloCommandRun.In(directory.Path, environment, [.. args]);

        Assert.Empty(run.Error);
        var setting = JsonDocument.Parse(run.Out).RootElement.GetProperty("Store:FlushIntervalMs");
        Assert.Equal(value, setting.GetProperty("value").GetString());
        Assert.Equal(source, setting.GetProperty("source").GetString());
        Assert.EndsWith(origin, setting.GetProperty("origin").GetString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_settings_file_takes_the_place_of_appsettings()
    {
        using var directory = new TestDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "appsettings.json"), """{ "Rocket": { "StopSeconds": 1 } }""");
        var given = Path.Combine(directory.Path, "other.json");
        await File.WriteAllTextAsync(given, """{ "rocket": { "autoCreateTopics": true } } // and a comment""");

        var run = await SiloCommandRun.In(directory.Path, null, [.. Required, "--what-if", "--config", given]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"(?m)^StopSeconds +30 +default$", run.Out);
        Assert.Matches(@"(?m)^AutoCreateTopics +[Tt]rue +.*other\.json: rocket:autoCreateTopics$", run.Out);
    }

    [Theory]
    [InlineData("""["broker-a", "broker-b"]""")]
    [InlineData("\"broker-a,broker-b\"")]
    public async Task Several_names_are_a_list_or_have_commas_between_them(string json)
    {
        using var directory = new TestDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "appsettings.json"), $$"""{ "Rocket": { "MetadataStores": {{json}} } }""");

        var fromFile = await SiloCommandRun.In(directory.Path, null, [.. Required, "--what-if"]);
        var overridden = await SiloCommandRun.In(directory.Path, new() { ["ROCKET__MetadataStores"] = "c, d, e" }, [.. Required, "--what-if"]);

        Assert.Matches(@"(?m)^MetadataStores +broker-a,broker-b +.*appsettings\.json: Rocket:MetadataStores$", fromFile.Out);
        Assert.Matches(@"(?m)^MetadataStores +c, d, e +environment variable ROCKET__MetadataStores$", overridden.Out);
    }

    [Fact]
    public async Task The_command_lines_variable_for_the_cluster_directory_is_taken_too_and_gives_way_to_the_settings_own()
    {
        var shared = await WhatIf(new() { ["ROCKET_CLUSTER_DIR"] = "/shared" });
        var both = await WhatIf(new() { ["ROCKET_CLUSTER_DIR"] = "/shared", ["ROCKET__ClusterDirectory"] = "/own" });

        Assert.Equal("/shared", shared);
        Assert.Equal("/own", both);

        static async Task<string?> WhatIf(Dictionary<string, string> environment)
        {
            var run = await SiloCommandRun.In(null, environment, "--name", "a", "--data", "d", "--what-if", "--json");
            return JsonDocument.Parse(run.Out).RootElement.GetProperty("ClusterDirectory").GetProperty("value").GetString();
        }
    }

    [Fact]
    public async Task What_if_shows_every_setting_in_both_forms_and_starts_nothing()
    {
        using var directory = new TestDirectory();
        var data = Path.Combine(directory.Path, "data");
        string[] args = ["--name", "a", "--data", data, "--cluster-dir", Path.Combine(directory.Path, "cluster"), "--what-if"];

        var table = await SiloCommandRun.Of(args);
        var json = await SiloCommandRun.Of([.. args, "--json"]);

        Assert.Equal((0, 0), (table.ExitCode, json.ExitCode));
        var keys = Settings.All.Select(setting => setting.Key).ToList();
        Assert.Equal(keys, table.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        Assert.Equal(keys, JsonDocument.Parse(json.Out).RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task Each_setting_can_be_given_by_its_flag_its_variable_and_its_key()
    {
        using var directory = new TestDirectory();
        foreach (var setting in Settings.All)
        {
            var text = setting.DefaultText ?? (setting == Settings.Redis ? "localhost:6379"
                : setting == Settings.HttpPort || setting == Settings.DefaultReplicas ? "1"
                : setting == Settings.ListenAddress ? "127.0.0.1"
                : "x");
            GivenValue[] layers =
            [
                new GivenValue(setting, text, "test", "test"),
                .. EnvironmentSettings.Read(new Dictionary<string, string> { [setting.Variable] = text }),
            ];
            Assert.All(layers, layer => Assert.Same(setting, layer.Setting));
            Assert.NotNull(new EffectiveConfiguration(layers).Given(setting));

            var run = await SiloCommandRun.Of(setting.Flag, text, "--no-such-option");
            run.Refused(2, "'--no-such-option'");

            var path = Path.Combine(directory.Path, "one.json");
            var sections = setting.Key.Split(':');
            await File.WriteAllTextAsync(path, sections.Length == 1
                ? $$"""{ "Rocket": { "{{setting.Key}}": "{{text}}" } }"""
                : $$"""{ "Rocket": { "{{sections[0]}}": { "{{sections[1]}}": "{{text}}" } } }""");
            Assert.Same(setting, Assert.Single(JsonSettingsFile.Read(path)).Setting);
        }
    }
}
