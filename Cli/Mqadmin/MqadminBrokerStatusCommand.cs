using System.Globalization;
using OrleansRocket.Cli.Brokers;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket brokerStatus</c>: a broker as RocketMQ prints it, a key a line.</summary>
internal sealed class MqadminBrokerStatusCommand : MqadminCommand
{
    private readonly BrokerOption _broker;

    public MqadminBrokerStatusCommand(NameCompletions names)
        : base("brokerStatus", "Show a broker in the keys of RocketMQ's mqadmin brokerStatus", "rocket brokerStatus -b broker-a")
    {
        _broker = new BrokerOption(names, isRequired: true);
        Options.Add(_broker);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var broker = (await _broker.Find(client, context, cancellationToken)).Single();
        context.Output.Write(broker, OutputJson.Readable.BrokerResult, (_, shown) => Show(context.Terminal, shown));
        return ExitCode.Ok;
    }

    private static void Show(Terminal terminal, BrokerResult broker)
    {
        foreach (var (key, value) in Keys(broker, terminal.Time.GetUtcNow()).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key,-32}: {value}"));
    }

    /// <summary>Those of RocketMQ's keys that mean something here. Rates are those of the last 10 seconds only.</summary>
    private static IEnumerable<(string Key, string Value)> Keys(BrokerResult broker, DateTimeOffset now)
    {
        var running = now - (broker.StartedAt ?? now);
        yield return ("bootTimestamp", Text(broker.StartedAt?.ToUnixTimeMilliseconds()));
        yield return ("brokerActive", broker.State == "up" ? "true" : "false");
        yield return ("brokerVersionDesc", broker.Version ?? "");
        yield return ("commitLogDirCapacity", string.Create(CultureInfo.InvariantCulture, $"Total : {broker.DiskBytes / 1_073_741_824.0:F1} GiB, Free : {broker.DiskFreeBytes / 1_073_741_824.0:F1} GiB."));
        yield return ("commitLogDiskRatio", string.Create(CultureInfo.InvariantCulture, $"{ClusterListTable.UsedRatio(broker):F4}"));
        yield return ("getTransferredTps", Rate(broker.MessagesOutPerSecond));
        yield return ("getTransferedTps", Rate(broker.MessagesOutPerSecond));
        yield return ("putTps", Rate(broker.MessagesInPerSecond));
        yield return ("putMessageTimesTotal", Text(broker.MessagesIn));
        yield return ("putMessageSizeTotal", Text(broker.BytesIn));
        yield return ("runtime", string.Create(CultureInfo.InvariantCulture, $"[ {running.Days} days, {running.Hours} hours, {running.Minutes} minutes, {running.Seconds} seconds ]"));
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Rate(double? perSecond) => string.Create(CultureInfo.InvariantCulture, $"{perSecond ?? 0:F1}");
}
