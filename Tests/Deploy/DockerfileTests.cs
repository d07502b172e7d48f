using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrleansRocket.Tests.Tidy;

namespace OrleansRocket.Tests.Deploy;

/// <summary><c>deploy/docker/Dockerfile</c>, instruction by instruction.</summary>
public sealed partial class DockerfileTests
{
    private static readonly IReadOnlyList<(string Name, string Text)> Instructions = Read(DeployedBroker.PathOf("docker", "Dockerfile"));

    [Fact]
    public void It_is_built_with_the_sdk_and_runs_on_the_runtime_of_our_framework()
    {
        var framework = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("TargetFramework").Single().Value;
        var version = framework["net".Length..];

        Assert.Equal(
            [$"mcr.microsoft.com/dotnet/sdk:{version} AS build", $"mcr.microsoft.com/dotnet/aspnet:{version}"],
            Of("FROM"));
        Assert.Contains(Of("RUN"), run => run.StartsWith("dotnet publish Silo/Silo.csproj -c Release", StringComparison.Ordinal) && run.Contains("-p:OrleansEngine=Packages", StringComparison.Ordinal));
    }

    [Fact]
    public void What_it_copies_exists_and_is_sent_to_the_builder()
    {
        var sent = File.ReadAllLines(DeployedBroker.PathOf("docker", "Dockerfile.dockerignore"))
            .Where(line => line.StartsWith('!'))
            .Select(line => "^" + Regex.Escape(line[1..]).Replace("\\*", "[^/]*", StringComparison.Ordinal) + "(/|$)")
            .ToList();
        foreach (var source in Copied())
        {
            Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), $"{source} does not exist");
            Assert.True(sent.Exists(pattern => Regex.IsMatch(source, pattern)), $"{source} is ignored by Dockerfile.dockerignore");
        }
    }

    [Fact]
    public void Every_project_of_the_broker_is_copied_before_packages_are_restored_and_as_a_whole()
    {
        var projects = Projects(Path.Combine(Repository.Root, "Silo", "Silo.csproj")).Select(path => Path.GetRelativePath(Repository.Root, path)).Distinct().ToList();
        var copied = Copied().ToList();

        Assert.Contains("Log/Log.csproj", projects);
        Assert.All(projects, project => Assert.Contains(project, copied));
        Assert.All(projects, project => Assert.Contains(Path.GetDirectoryName(project) + "/", copied));
    }

    [Fact]
    public async Task What_it_starts_and_says_by_default_is_the_broker()
    {
        var environment = Assignment().Matches(Assert.Single(Of("ENV"))).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var broker = await DeployedBroker.Check(environment, "--name", "broker-a", "--redis", "redis:6379");

        Assert.Equal(broker.DataDirectory, Assert.Single(Of("VOLUME")));
        Assert.Equal($"{broker.SiloPort} {broker.GatewayPort} {broker.HttpPort}", Assert.Single(Of("EXPOSE")));
        Assert.Equal(["/app/OrleansRocket.Silo"], JsonSerializer.Deserialize<string[]>(Assert.Single(Of("ENTRYPOINT")))!);
        Assert.Equal("OrleansRocket.Silo", typeof(OrleansRocket.Silo.Commands.SiloCommandLine).Assembly.GetName().Name);
        Assert.EndsWith($"CMD [\"/app/healthcheck.sh\", \"{broker.HttpPort}\", \"/health/ready\"]", Assert.Single(Of("HEALTHCHECK")), StringComparison.Ordinal);
        Assert.Contains("deploy/docker/healthcheck.sh", Copied());
        Assert.Equal("$APP_UID", Assert.Single(Of("USER")));
    }

    private static IEnumerable<string> Of(string instruction) => Instructions.Where(found => found.Name == instruction).Select(found => found.Text);

    /// <summary>The sources of what comes from the repository.</summary>
    private static IEnumerable<string> Copied() => Of("COPY")
        .Where(copy => !copy.Contains("--from=", StringComparison.Ordinal))
        .SelectMany(copy => copy.Split(' ').Where(word => !word.StartsWith("--", StringComparison.Ordinal)).SkipLast(1));

    /// <summary>A project and those that it refers to. Which engine runs the grains is decided elsewhere.</summary>
    private static IEnumerable<string> Projects(string path) => XDocument.Load(path).Descendants("ProjectReference")
        .Select(reference => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, reference.Attribute("Include")!.Value)))
        .SelectMany(Projects)
        .Prepend(path);

    private static List<(string Name, string Text)> Read(string path)
    {
        var text = string.Join('\n', File.ReadAllLines(path).Where(line => !line.StartsWith('#'))).Replace("\\\n", "", StringComparison.Ordinal);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]))];
    }

    [GeneratedRegex(@"(\w+)=(\S+)")]
    private static partial Regex Assignment();
}
