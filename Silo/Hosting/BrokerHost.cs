using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using OrleansRocket.Silo.Configuration;

namespace OrleansRocket.Silo.Hosting;

/// <summary>Makes the host of a broker's silo.</summary>
internal static class BrokerHost
{
    public static IHost Build(BrokerOptions options, string? metadataStore)
    {
        // Without the usual sources of configuration: everything was read before, and nothing is watched.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        AddLogging(builder.Logging, options.LogLevel);
        builder.UseOrleans(silo =>
        {
            EngineHosting.Configure(silo, options);
            silo.Configure<SiloOptions>(silo => silo.SiloName = options.Name);
            silo.AddOrleansRocket(rocket =>
            {
                rocket.DataDirectory = options.DataDirectory;
                rocket.MetadataStore = metadataStore;
                rocket.AutoCreateTopics = options.AutoCreateTopics;
                rocket.DefaultTopicQueues = options.DefaultTopicQueues;
                rocket.DefaultRetention = options.DefaultRetention;
                rocket.Flush = options.Flush;
                rocket.ConfigureLog = _ => options.Store;
            });
        });
        return builder.Build();
    }

    private static void AddLogging(ILoggingBuilder logging, LogLevel level)
    {
        if (level == LogLevel.None)
            return;
        var others = level <= LogLevel.Debug || level > LogLevel.Warning ? level : LogLevel.Warning;
        logging.SetMinimumLevel(others);
        logging.AddFilter("OrleansRocket", level);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
