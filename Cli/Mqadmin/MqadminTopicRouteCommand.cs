using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OrleansRocket.Cli.Brokers;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket topicRoute</c>: where a topic is, as RocketMQ prints it.</summary>
internal sealed class MqadminTopicRouteCommand : MqadminCommand
{
    private const int RuleWidth = 158;

    private readonly TopicOption _topic;
    private readonly Option<bool> _list = new("--list", "-l") { Description = "Print a table" };

    public MqadminTopicRouteCommand(NameCompletions names)
        : base("topicRoute", "Show where a topic is, in the JSON or, with -l, the columns of RocketMQ's mqadmin topicRoute", "rocket topicRoute -t orders", "rocket topicRoute -t orders -l")
    {
        _topic = new TopicOption(names);
        Options.Add(_topic);
        Options.Add(_list);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var route = await _topic.Find(client, context, cancellationToken);
        var data = TopicRouteData.Of(route, await BrokerSurvey.Of(client, context.Terminal.Time, cancellationToken));
        if (context.Arguments.GetValue(_list) && !context.Output.IsJson)
            Show(context.Terminal.Out, data);
        else
            await context.Terminal.Out.WriteLineAsync(JsonSerializer.Serialize(data, (context.Output.IsJson ? RocketMqJson.Line : RocketMqJson.Pretty).TopicRouteData));
        return ExitCode.Ok;
    }

    private static void Show(TextWriter output, TopicRouteData route)
    {
        output.WriteLine(Line("#ClusterName", "#BrokerName", "#BrokerAddrs", "#ReadQueue", "#WriteQueue", "#Perm"));
        output.WriteLine(new string('-', RuleWidth));
        foreach (var queues in route.QueueDatas)
        {
            var broker = route.BrokerDatas.FirstOrDefault(broker => broker.BrokerName == queues.BrokerName);
            var addresses = string.Join(", ", broker?.BrokerAddrs.Select(address => $"{address.Key}={address.Value}") ?? []);
            output.WriteLine(Line(broker?.Cluster ?? "", queues.BrokerName, $"{{{addresses}}}", Text(queues.ReadQueueNums), Text(queues.WriteQueueNums), Text(queues.Perm)));
        }

        output.WriteLine(new string('-', RuleWidth));
        output.WriteLine(Line("Total:", Text(route.QueueDatas.Count), "", Text(route.QueueDatas.Sum(queues => queues.ReadQueueNums)), Text(route.QueueDatas.Sum(queues => queues.WriteQueueNums)), ""));
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The widths of RocketMQ's format string.</summary>
    private static string Line(params string[] cells) =>
        $"{cells[0],-45} {cells[1],-32} {cells[2],-50} {cells[3],-10} {cells[4],-11} {cells[5],-5}";
}
