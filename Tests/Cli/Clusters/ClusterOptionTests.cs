using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Clusters;

public sealed class ClusterOptionTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    [Fact]
    public async Task Without_any_cluster_the_three_ways_to_name_one_are_told() =>
        (await CommandRun.Of("topic", "list")).Refused(ExitCode.Usage, "--cluster-dir", "ROCKET_CLUSTER_DIR", "rocket context use");

    [Fact]
    public async Task The_option_goes_before_the_environment_and_that_before_the_context_in_use()
    {
        Assert.Equal(ExitCode.Ok, (await In(null, "context", "add", "saved", "--cluster-dir", "/of/context")).ExitCode);

        (await In(null, "topic", "list")).Refused(ExitCode.Failed, "asked for /of/context");
        (await In("/of/environment", "topic", "list")).Refused(ExitCode.Failed, "asked for /of/environment");
        (await In("/of/environment", "topic", "list", "--cluster-dir", "/of/option")).Refused(ExitCode.Failed, "asked for /of/option");
        (await In("/of/environment", "--cluster-dir", "/of/option", "topic", "list")).Refused(ExitCode.Failed, "asked for /of/option");
        (await In(" ", "topic", "list")).Refused(ExitCode.Failed, "asked for /of/context");
    }

    [Fact]
    public async Task A_directory_that_does_not_exist_is_unreachable_and_not_made()
    {
        var missing = Path.Combine(_directory.Path, "missing");

        (await CommandRun.Of("topic", "list", "--cluster-dir", missing)).Refused(ExitCode.Unreachable, $"'{missing}'", "does not exist");

        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public async Task A_directory_without_a_broker_is_unreachable() =>
        (await CommandRun.Of("topic", "list", "--cluster-dir", _directory.Path)).Refused(ExitCode.Unreachable, $"'{_directory.Path}'", "no broker");

    [Fact]
    public async Task What_is_no_directory_is_unreachable()
    {
        var file = Path.Combine(_directory.Path, "file");
        await File.WriteAllTextAsync(file, "x");

        (await CommandRun.Of("cluster", "list", "--cluster-dir", file)).Refused(ExitCode.Unreachable, $"'{file}'");
    }

    [Fact]
    public async Task A_directory_that_must_not_be_read_is_unreachable()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("there are no such permissions here");
            return;
        }

        File.SetUnixFileMode(_directory.Path, UnixFileMode.None);
        try
        {
            Assert.SkipWhen(CanRead(), "root reads every directory; this cannot be tested");
            (await CommandRun.Of("cluster", "list", "--cluster-dir", _directory.Path)).Refused(ExitCode.Unreachable, $"'{_directory.Path}'", "denied");
        }
        finally
        {
            File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task What_cannot_be_a_directory_is_a_wrong_command_line() =>
        (await CommandRun.Of("topic", "list", "--cluster-dir", "")).Refused(ExitCode.Usage, "--cluster-dir is ''");

    [Fact]
    public async Task A_cluster_is_kept_in_a_directory_or_in_Redis()
    {
        (await In(null, "topic", "list", "--redis", "localhost:6379", "--cluster", "demo")).Refused(ExitCode.Failed, "asked for cluster 'demo' of Redis localhost:6379");
        (await In("/of/environment", "topic", "list", "--redis", "localhost:6379")).Refused(ExitCode.Failed, "asked for cluster 'DefaultCluster' of Redis localhost:6379");
        (await In(null, "topic", "list", "--redis", "localhost:6379", "--cluster-dir", "/x")).Refused(ExitCode.Usage, "--cluster-dir and --redis are both given");
        (await In(null, "topic", "list", "--redis", "nowhere")).Refused(ExitCode.Usage, "--redis is 'nowhere'; it must be HOST:PORT");
    }

    public void Dispose() => _directory.Dispose();

    private Task<CommandRun> In(string? environment, params string[] args) => CommandRun.In(
        terminal => terminal with
        {
            Environment = name => name switch
            {
                "XDG_CONFIG_HOME" => _directory.Path,
                ClusterOption.Variable => environment,
                _ => null,
            },
            Connect = (target, _, _) => throw new IOException($"asked for {target.Directory ?? target.ToString()}"),
        },
        CancellationToken.None,
        args);

    private bool CanRead()
    {
        try
        {
            return Directory.GetFileSystemEntries(_directory.Path).Length == 0;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
