namespace OrleansRocket.Bench.Brokers;

/// <summary>A cluster of ours that runs already; the bench is a client of it like any other.</summary>
internal sealed class RunningCluster : IRocketHost
{
    private readonly RocketConnection _connection;

    private RunningCluster(RocketConnection connection) => _connection = connection;

    public RocketClient Client => _connection.Client;

    public TimeSpan Processor => TimeSpan.Zero;

    public long PrivateMemory => 0;

    public static async Task<IRocketHost> Connect(string clusterDirectory, CancellationToken cancellationToken) =>
        new RunningCluster(await RocketConnection.OpenAsync(clusterDirectory, cancellationToken: cancellationToken));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
