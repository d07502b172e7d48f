namespace OrleansRocket.Cli.Mqadmin;

/// <summary>
/// Commands of RocketMQ's mqadmin that are commands of ours under another name: the words are replaced before they are parsed, and
/// what follows is our command line. Those that print RocketMQ's columns are commands of their own.
/// </summary>
internal static class MqadminAliases
{
    /// <summary>What RocketMQ needs to find a broker or cluster, and we do not.</summary>
    private static readonly string[] Ignored = ["-n", "--namesrvAddr", "-c", "--clusterName", "-b", "--brokerAddr"];

    private const string MessageTypeAttribute = "+message.type=";

    /// <summary>All aliases.</summary>
    public static IReadOnlyList<MqadminAlias> All { get; } =
    [
        new("topicList", ["topic", "list"]),
        new("updateTopic", ["topic", "update", "--create"], Subject: "-t", Options: [("-w", "--queues"), ("-r", "--queues"), ("-p", "--permission")], Attributes: "-a"),
        new("deleteTopic", ["topic", "delete"], Subject: "-t"),
        new("deleteSubGroup", ["group", "delete"], Subject: "-g", Ignored: ["-r", "--removeOffset"]),
    ];

    /// <summary>Replaces the words of an alias; other command lines stay as they are.</summary>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> args)
    {
        if (args.Count == 0 || All.FirstOrDefault(alias => alias.Name == args[0]) is not { } alias)
            return args;
        var subject = new List<string>();
        var rest = new List<string>();
        for (var index = 1; index < args.Count; index++)
        {
            var value = index + 1 < args.Count ? args[index + 1] : null;
            if (value is not null && args[index] == alias.Subject)
                subject.Add(args[++index]);
            else if (value is not null && alias.Attributes is not null && args[index] == alias.Attributes)
                AddAttributes(rest, args[++index]);
            else if (value is not null && (Ignored.Contains(args[index]) || alias.Ignored?.Contains(args[index]) == true))
                index++;
            else if (alias.Options?.FirstOrDefault(option => option.Letter == args[index]).Option is { } option)
                AddOnce(rest, option, args[++index < args.Count ? index : args.Count - 1]);
            else
                rest.Add(args[index]);
        }

        return [.. alias.Words, .. subject, .. rest];
    }

    /// <summary>RocketMQ writes attributes as <c>+name=value</c>, separated by commas. One that has no meaning here is left for the parser to refuse.</summary>
    private static void AddAttributes(List<string> words, string attributes)
    {
        foreach (var attribute in attributes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (attribute.StartsWith(MessageTypeAttribute, StringComparison.Ordinal))
                AddOnce(words, "--type", attribute[MessageTypeAttribute.Length..]);
            else
                words.Add(attribute);
        }
    }

    /// <summary>RocketMQ tells the queues to write to from those to read from; here they are the same, and the first to be named counts.</summary>
    private static void AddOnce(List<string> words, string option, string value)
    {
        if (words.Contains(option))
            return;
        words.Add(option);
        words.Add(value);
    }
}
