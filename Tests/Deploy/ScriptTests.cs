using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Silo;

namespace OrleansRocket.Tests.Deploy;

/// <summary>The scripts below <c>deploy/</c>.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
        [.. Directory.GetFiles(DeployedBroker.Folder, "*.sh", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(DeployedBroker.Folder, file))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_can_be_run_and_bash_understands_it(string script)
    {
        var path = DeployedBroker.PathOf(script);
        Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0, $"{script} is not executable");

        var run = await ProgramRun.Of(ProgramRun.Find("bash"), ["-n", path]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Shellcheck_finds_nothing(string script)
    {
        var run = await ProgramRun.Of(ProgramRun.Find("shellcheck"), [DeployedBroker.PathOf(script)]);

        Assert.True(run.ExitCode == 0, run.Out);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task No_process_is_ended_by_its_name(string script)
    {
        var text = await File.ReadAllTextAsync(DeployedBroker.PathOf(script));

        Assert.DoesNotContain("pkill", text, StringComparison.Ordinal);
        Assert.DoesNotContain("killall", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_containers_health_check_tells_a_broker_that_serves_from_one_that_does_not()
    {
        using var directory = new TestDirectory();
        await using var silo = await RunningSilo.Start(directory, "broker-a", "--http-port", "0");
        var port = new Uri(silo.Address).Port;

        var ready = await Check(port, "/health/ready");
        var wrong = await Check(port, "/health/perhaps");
        Assert.Equal(0, await silo.Stop());
        var gone = await Check(port, "/health/ready");

        Assert.Equal((0, """{"status":"ok"}"""), (ready.ExitCode, ready.Out.Trim()));
        Assert.Equal(1, wrong.ExitCode);
        Assert.Equal((1, $"nobody listens on port {port}"), (gone.ExitCode, gone.Out.Trim()));
    }

    private static Task<ProgramRun> Check(int port, string path) =>
        ProgramRun.Of(ProgramRun.Find("bash"), [DeployedBroker.PathOf("docker", "healthcheck.sh"), $"{port}", path]);
}
