namespace OrleansRocket.Streams;

/// <summary>A provider's connection to brokers that are a cluster of their own.</summary>
internal sealed class BrokerLink : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private RocketConnection? _connection;

    /// <summary>The client of these brokers; connected when it is asked for first.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.ClusterUnavailable"/>, <see cref="RocketError.Configuration"/>.</exception>
    public async Task<RocketClient> Open(Action<IClientBuilder> configure, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            _connection ??= await RocketConnection.OpenAsync(configure, cancellationToken: cancellationToken);
            return _connection.Client;
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _opening.Dispose();
    }
}
