namespace OrleansRocket.Brokers;

/// <summary>One broker (key: its name). It lives on that broker's silo and nowhere else.</summary>
[Alias("rocket.broker")]
public interface IBrokerGrain : IGrainWithStringKey
{
    /// <summary>How the broker is doing.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when that broker does not run.</exception>
    [Alias("status")]
    Task<BrokerStatus> Status();
}
