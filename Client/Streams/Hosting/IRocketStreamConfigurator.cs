namespace Orleans.Hosting;

/// <summary>Configures a provider of rocket streams, in a silo or in a client.</summary>
public interface IRocketStreamConfigurator : IPersistentStreamConfigurator;
