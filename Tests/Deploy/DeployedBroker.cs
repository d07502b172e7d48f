using OrleansRocket.Silo.Commands;
using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Hosting;
using OrleansRocket.Tests.Silo;
using OrleansRocket.Tests.Tidy;

namespace OrleansRocket.Tests.Deploy;

/// <summary>The broker that a file below <c>deploy/</c> would start: the broker itself reads the environment and the arguments.</summary>
internal static class DeployedBroker
{
    /// <summary>Whether the grains run on Microsoft Orleans here; the embedded engine refuses what needs it.</summary>
    public static bool IsOnOrleans { get; } = EngineHosting.WhyNot(
        Read(new Dictionary<string, string> { ["ROCKET__Name"] = "a", ["ROCKET__DataDirectory"] = "d", ["ROCKET__Redis"] = "localhost:6379" })) is null;

    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    /// <summary>A file below <c>deploy/</c>.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>What it is to be. Whatever is no setting, or no value of it, is an exception that says so.</summary>
    public static BrokerOptions Read(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var options = new SiloArguments();
        var arguments = options.Root.Parse(args);
        Assert.Empty(arguments.Errors);
        using var notices = new StringWriter();
        var terminal = SiloCommandRun.Terminal(notices, notices, null, new Dictionary<string, string>(environment), _ => { });
        return BrokerOptions.From(SiloCommandLine.Configure(arguments, options, terminal));
    }

    /// <summary>As <see cref="Read"/>, and lets the broker say by <c>--what-if</c> that it would start so.</summary>
    public static async Task<BrokerOptions> Check(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var options = Read(environment, args);
        var run = await SiloCommandRun.In(null, new Dictionary<string, string>(environment), [.. args, "--what-if"]);
        if (EngineHosting.WhyNot(options) is { } needsOrleans)
            Assert.Contains(needsOrleans, run.Error, StringComparison.Ordinal);
        else
            Assert.True(run.ExitCode == 0, run.Error);
        return options;
    }
}
