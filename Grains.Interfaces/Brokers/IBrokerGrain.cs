namespace OrleansRocket.Brokers;

/// <summary>One broker (key: its name). It lives on that broker's silo and nowhere else.</summary>
[Alias("rocket.broker")]
public interface IBrokerGrain : IGrainWithStringKey
{
    /// <summary>How the broker is doing.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when that broker does not run.</exception>
    [Alias("status")]
    Task<BrokerStatus> Status();

    /// <summary>Hands over the leadership of every queue that prefers another store which runs and is in sync.</summary>
    /// <returns>How many were handed over.</returns>
    [Alias("rebalance")]
    Task<int> Rebalance();

    /// <summary>The broker's settings under RocketMQ's names, as they are now.</summary>
    [Alias("settings")]
    Task<IReadOnlyList<KeyValuePair<string, string>>> Settings();

    /// <summary>Changes a setting of this broker until it stops; its configuration stays as it is.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>.</exception>
    [Alias("set-setting")]
    Task SetSetting(string name, string value);
}
