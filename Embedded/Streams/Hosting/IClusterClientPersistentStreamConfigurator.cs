namespace Orleans.Hosting;

/// <summary>Configures a stream provider of a client.</summary>
public interface IClusterClientPersistentStreamConfigurator : IPersistentStreamConfigurator;
