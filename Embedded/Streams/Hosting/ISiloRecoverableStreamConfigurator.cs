namespace Orleans.Hosting;

/// <summary>Configures a stream provider of a silo whose adapter can go back.</summary>
public interface ISiloRecoverableStreamConfigurator : ISiloPersistentStreamConfigurator;
