using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Contexts;

public sealed class ContextCommandTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private string File => Path.Combine(_directory.Path, "rocket", "contexts.json");

    [Fact]
    public async Task Clusters_are_saved_used_listed_and_forgotten()
    {
        Assert.Equal("""{"name":"b","clusterDir":"/clusters/b","inUse":true}""", await Line("context", "add", "b", "--cluster-dir", "/clusters/b", "--json"));
        Assert.Equal("saved a: /clusters/a", await Line("context", "add", "a", "--cluster-dir", "/clusters/a"));

        Assert.Equal(
            ["""{"name":"a","clusterDir":"/clusters/a","inUse":false}""", """{"name":"b","clusterDir":"/clusters/b","inUse":true}"""],
            (await In("context", "list", "--json")).Lines);

        Assert.Equal("using a: /clusters/a", await Line("context", "use", "a"));
        Assert.Equal("removed a: /clusters/a", await Line("context", "remove", "a"));
        Assert.Equal("""{"name":"b","clusterDir":"/clusters/b","inUse":false}""", await Line("context", "list", "--json"));
        Assert.Contains("/clusters/b", (await In("context", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_directory_is_a_full_path() =>
        Assert.Equal($"saved here: {Path.GetFullPath("some/where")}", await Line("context", "add", "here", "--cluster-dir", "some/where"));

    [Fact]
    public async Task A_name_that_is_not_there_is_refused_with_those_that_are()
    {
        (await In("context", "use", "a")).Refused(ExitCode.Failed, "'a'", "none");
        await Line("context", "add", "b", "--cluster-dir", "/clusters/b");
        (await In("context", "remove", "a")).Refused(ExitCode.Failed, "'a'", "b");
    }

    [Fact]
    public async Task A_context_without_a_directory_is_a_wrong_command_line() =>
        (await In("context", "add", "a")).Refused(ExitCode.Usage, "--cluster-dir");

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllTextAsync(File, """{"currnet":"a"}""");

        (await In("context", "list")).Refused(ExitCode.Failed, File, "currnet");
        (await In("topic", "list")).Refused(ExitCode.Failed, File);
    }

    [Fact]
    public async Task Without_a_place_for_the_file_nothing_is_saved() =>
        (await CommandRun.Of("context", "add", "a", "--cluster-dir", "/clusters/a")).Refused(ExitCode.Failed, "XDG_CONFIG_HOME", "HOME");

    [Fact]
    public async Task Without_a_configuration_directory_it_is_the_one_in_the_home_directory()
    {
        var run = await CommandRun.In(terminal => terminal with { Environment = name => name == "HOME" ? _directory.Path : null }, CancellationToken.None, "context", "add", "a", "--cluster-dir", "/x");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.True(System.IO.File.Exists(Path.Combine(_directory.Path, ".config", "rocket", "contexts.json")));
    }

    public void Dispose() => _directory.Dispose();

    private async Task<string> Line(params string[] args)
    {
        var run = await In(args);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        return Assert.Single(run.Lines);
    }

    private Task<CommandRun> In(params string[] args) => CommandRun.In(
        terminal => terminal with { Environment = name => name == "XDG_CONFIG_HOME" ? _directory.Path : null }, CancellationToken.None, args);
}
