namespace OrleansRocket.Bench.Brokers;

/// <summary>Our broker in this process: what the parts can do without sockets between them.</summary>
internal sealed class InProcessHost : IRocketHost
{
    private readonly SiloHost _silo;

    private InProcessHost(SiloHost silo)
    {
        _silo = silo;
        Client = new RocketClient(silo.Client);
    }

    public RocketClient Client { get; }

    /// <summary>The grains themselves.</summary>
    public IClusterClient Cluster => _silo.Client;

    public TimeSpan Processor => TimeSpan.Zero;

    public long PrivateMemory => 0;

    public static async Task<InProcessHost> Start(BenchRun run, CancellationToken cancellationToken) => new InProcessHost(await SiloHost.Start(
        builder => builder.AddOrleansRocket(rocket =>
        {
            rocket.DataDirectory = run.Directory.Next("broker");
            rocket.ConfigureLog = log => log with { SegmentBytes = run.Options.SegmentBytes };
        }),
        cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _silo.DisposeAsync();
    }
}
