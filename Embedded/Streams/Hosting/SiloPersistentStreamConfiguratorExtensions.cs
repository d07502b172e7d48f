using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Providers;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Configures a stream provider of a silo.</summary>
public static class SiloPersistentStreamConfiguratorExtensions
{
    /// <summary>Sets how queues are read and batches delivered.</summary>
    public static void ConfigurePullingAgent(
        this ISiloPersistentStreamConfigurator configurator, Action<OptionsBuilder<StreamPullingAgentOptions>>? configureOptions = null) =>
        configurator.Configure(configureOptions);

    /// <summary>Sets when the provider starts.</summary>
    public static void ConfigureLifecycle(
        this ISiloPersistentStreamConfigurator configurator, Action<OptionsBuilder<StreamLifecycleOptions>> configureOptions) =>
        configurator.Configure(configureOptions);

    /// <summary>Sets which silo reads which queue.</summary>
    public static void ConfigurePartitionBalancing(
        this ISiloPersistentStreamConfigurator configurator, Func<IServiceProvider, string, IStreamQueueBalancer> factory) =>
        configurator.ConfigureComponent(factory);

    /// <summary>Sets which silo reads which queue, with options.</summary>
    public static void ConfigurePartitionBalancing<TOptions>(
        this ISiloPersistentStreamConfigurator configurator,
        Func<IServiceProvider, string, IStreamQueueBalancer> factory,
        Action<OptionsBuilder<TOptions>> configureOptions)
        where TOptions : class, new() => configurator.ConfigureComponent(factory, configureOptions);

    /// <summary>Sets how long to wait before a batch is delivered again.</summary>
    public static void ConfigureBackoffProvider(
        this ISiloPersistentStreamConfigurator configurator, Func<IServiceProvider, string, IMessageDeliveryBackoffProvider> factory) =>
        configurator.ConfigureComponent(factory);

    /// <summary>Sets how long to wait before a queue is read again after a failure.</summary>
    public static void ConfigureBackoffProvider(
        this ISiloPersistentStreamConfigurator configurator, Func<IServiceProvider, string, IQueueReaderBackoffProvider> factory) =>
        configurator.ConfigureComponent(factory);
}
