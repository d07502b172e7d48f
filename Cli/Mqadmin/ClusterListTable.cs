using System.Globalization;
using OrleansRocket.Cli.Brokers;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>Brokers in the columns of RocketMQ's <c>mqadmin clusterList</c> (5.x), so that what parses those goes on working. What
/// has no meaning here is 0: there are no thread pools that could queue requests, no timer wheel, and no page cache lock.</summary>
internal static class ClusterListTable
{
    /// <summary>The line of names.</summary>
    public static string Header { get; } = Line(
        "#Cluster Name", "#Broker Name", "#BID", "#Addr", "#Version", "#InTPS(LOAD)", "#OutTPS(LOAD)", "#Timer(Progress)", "#PCWait(ms)", "#Hour", "#SPACE", "#ACTIVATED");

    /// <summary>The line of a broker that runs.</summary>
    /// <param name="broker">The broker.</param>
    public static string Row(BrokerResult broker) => Line(
        broker.Cluster ?? "",
        broker.Name,
        broker.BrokerId.ToString(CultureInfo.InvariantCulture),
        Address(broker),
        Before('+', broker.Version),
        string.Create(CultureInfo.InvariantCulture, $"{broker.MessagesInPerSecond ?? 0,9:F2}(0,0ms)"),
        string.Create(CultureInfo.InvariantCulture, $"{broker.MessagesOutPerSecond ?? 0,9:F2}(0,0ms|0,0ms)"),
        "0-0(0.0w, 0.0, 0.0)",
        "0",
        "0.00",
        string.Create(CultureInfo.InvariantCulture, $"{UsedRatio(broker):F4}"),
        broker.State == "up" ? "true" : "false");

    /// <summary>A broker's address as RocketMQ has them.</summary>
    public static string Address(BrokerResult broker) => Before('@', broker.Address);

    /// <summary>How much of the disk is in use, 0 to 1.</summary>
    public static double UsedRatio(BrokerResult broker) =>
        broker is { DiskBytes: > 0 and var all, DiskFreeBytes: { } free } ? 1 - ((double)free / all) : 0;

    /// <summary>Without the silo's generation, and the version's commit: the columns are narrow.</summary>
    private static string Before(char end, string? text) => text?.Split(end)[0] ?? "";

    /// <summary>The widths of RocketMQ's format string.</summary>
    private static string Line(params string[] cells) => string.Create(
        CultureInfo.InvariantCulture,
        $"{cells[0],-22}  {cells[1],-22}  {cells[2],-4}  {cells[3],-22} {cells[4],-16}  {cells[5],16}  {cells[6],30}  {cells[7],-22}  {cells[8],-11}  {cells[9],-12}  {cells[10],-8}  {cells[11],-10}");
}
