using Orleans.TestingHost;

namespace OrleansRocket.Tests.Clusters;

/// <summary>
/// What the silos and clients of test clusters talk through. The default is what a test cluster of the engine has: messages are handed over in
/// this process. With <see cref="Variable"/> set, they find each other in a cluster directory and everything crosses sockets.
/// </summary>
internal static class TestTransport
{
    /// <summary>Set to anything to run all tests with clusters over sockets.</summary>
    public const string Variable = "ROCKET_TEST_SOCKETS";

    /// <summary>Gives the cluster its transport.</summary>
    public static InProcessTestClusterBuilder UseTestTransport(this InProcessTestClusterBuilder builder)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
            return builder;
        var directory = Directory.CreateTempSubdirectory("rocket-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        builder.ConfigureSilo((_, silo) => silo.UseClusterDirectory(directory));
        builder.ConfigureClient(client => client.UseClusterDirectory(directory));
        return builder;
    }
}
