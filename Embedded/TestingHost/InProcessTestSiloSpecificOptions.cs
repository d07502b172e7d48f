namespace Orleans.TestingHost;

/// <summary>One silo of a test cluster.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    /// <summary>The silo's port.</summary>
    public int SiloPort { get; set; }

    /// <summary>The silo's port for clients.</summary>
    public int GatewayPort { get; set; }

    /// <summary>The silo's name: <c>Silo_</c> and the number of the instance.</summary>
    public string SiloName { get; set; } = null!;
}
