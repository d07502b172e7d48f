namespace Orleans.Providers;

/// <summary>Names with a meaning.</summary>
public static class ProviderConstants
{
    /// <summary>The storage that a grain gets which names none.</summary>
    public const string DEFAULT_STORAGE_PROVIDER_NAME = "Default";

    /// <summary>The storage of the subscriptions of stream providers that have none of their own name.</summary>
    public const string DEFAULT_PUBSUB_PROVIDER_NAME = "PubSubStore";
}
