using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>How a test cluster is made.</summary>
public sealed class InProcessTestClusterOptions
{
    /// <summary>The cluster's id; the builder sets one of its own.</summary>
    public string ClusterId { get; set; } = null!;

    /// <summary>The service's id; the builder sets one of its own.</summary>
    public string ServiceId { get; set; } = null!;

    /// <summary>How many silos <see cref="InProcessTestCluster.DeployAsync"/> starts. Default: 2.</summary>
    public short InitialSilosCount { get; set; }

    /// <summary>Whether it starts a client too. Default: true.</summary>
    public bool InitializeClientOnDeploy { get; set; } = true;

    /// <summary>Has no meaning in this engine, which writes no log files. Default: true.</summary>
    public bool ConfigureFileLogging { get; set; } = true;

    /// <summary>What is done to the host of each silo before it is built.</summary>
    public List<Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>> SiloHostConfigurationDelegates { get; } = [];

    /// <summary>What is done to the host of the client before it is built.</summary>
    public List<Action<IHostApplicationBuilder>> ClientHostConfigurationDelegates { get; } = [];
}
