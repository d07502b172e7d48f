using System.Globalization;
using OrleansRocket.Bench.Processes;

namespace OrleansRocket.Bench.Peers.RabbitMq;

/// <summary>
/// A RabbitMQ server of its own beside whatever the machine runs: its own node name, ports, cookie and directories, and its own port
/// mapper (<c>epmd</c>), which otherwise would be started as a daemon and stay.
/// </summary>
internal sealed class RabbitServer : IAsyncDisposable
{
    /// <summary>Debian's <c>rabbitmq-server</c> in the path is a wrapper for the system's service; this is the server's own script.</summary>
    private const string ServerScript = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ChildProcess _mapper;
    private readonly ChildProcess _server;

    private RabbitServer(ChildProcess mapper, ChildProcess server, int port)
    {
        _mapper = mapper;
        _server = server;
        Port = port;
    }

    public int Port { get; }

    public TimeSpan Processor => _server.Processor;

    /// <summary>The programs that it takes; null when one of them is missing.</summary>
    public static (string Server, string Mapper)? Find(Programs programs) =>
        programs.Find("rabbitmq-server", ServerScript) is { } server && programs.Find("epmd") is { } mapper ? (server, mapper) : null;

    public static async Task<RabbitServer> Start(BenchRun run, CancellationToken cancellationToken)
    {
        var (serverPath, mapperPath) = Find(run.Programs)!.Value;
        var directory = Directory.CreateDirectory(run.Directory.Next("rabbitmq")).FullName;
        var (port, distributionPort, mapperPort) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        await File.WriteAllTextAsync(Path.Combine(directory, "enabled_plugins"), "[].\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "rabbitmq.conf"),
            FormattableString.Invariant($"listeners.tcp.default = 127.0.0.1:{port}\nlog.file.level = warning\ndisk_free_limit.absolute = 100MB\n"), cancellationToken);
        var mapper = ChildProcess.Start(new ChildProgram(mapperPath) { Arguments = ["-port", Text(mapperPort), "-address", "127.0.0.1"] });
        var server = (ChildProcess?)null;
        try
        {
            server = ChildProcess.Start(new ChildProgram(serverPath)
            {
                Environment = Environment(directory, port, distributionPort, mapperPort),
                Directory = directory,
            });
            await server.WaitForLine("Starting broker... completed", Patience, cancellationToken);
            return new RabbitServer(mapper, server, port);
        }
        catch
        {
            if (server is not null)
                await server.DisposeAsync();
            await mapper.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _server.DisposeAsync();
        }
        finally
        {
            await _mapper.DisposeAsync();
        }
    }

    private static Dictionary<string, string> Environment(string directory, int port, int distributionPort, int mapperPort) => new()
    {
        ["HOME"] = directory,
        ["ERL_EPMD_PORT"] = Text(mapperPort),
        ["RABBITMQ_CONF_ENV_FILE"] = $"{directory}/rabbitmq-env.conf",
        ["RABBITMQ_CONFIG_FILE"] = $"{directory}/rabbitmq.conf",
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = $"{directory}/advanced.config",
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = $"{directory}/enabled_plugins",
        ["RABBITMQ_MNESIA_BASE"] = $"{directory}/mnesia",
        ["RABBITMQ_LOG_BASE"] = $"{directory}/log",
        ["RABBITMQ_PID_FILE"] = $"{directory}/pid",
        ["RABBITMQ_NODENAME"] = $"bench-{Text(mapperPort)}@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = Text(port),
        ["RABBITMQ_DIST_PORT"] = Text(distributionPort),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        // The script becomes the server in place of starting it: the process that we started is the one that is measured and stopped.
        ["detached"] = "1",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
