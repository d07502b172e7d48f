using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Topics;

/// <summary>A topic in one line for people.</summary>
internal static class TopicLine
{
    /// <summary>Writes it.</summary>
    public static string Of(TopicResult topic) =>
        $"topic {topic.Topic}: {Figures.Count(topic.Queues, "queue")}, {topic.Permission}, {topic.Flush} flush, {Replicas(topic)}kept for {Kept(topic)}{(topic.KeyIndex ? "" : ", no key index")}{(topic.MessageType == "any" ? "" : $", {topic.MessageType} messages only")}{(topic.Trace ? ", traced" : "")}{Figures.Rate(topic.MaxMessagesRate, "messages")}{Figures.Rate(topic.MaxBytesRate, "bytes")}";

    /// <summary>What is worth saying when there is more than one replica.</summary>
    private static string Replicas(TopicResult topic) => topic.Replicas == 1 ? "" : $"{topic.Replication} replication with {topic.Replicas} replicas, ";

    /// <summary>How long and how much is kept.</summary>
    public static string Kept(TopicResult topic)
    {
        var time = DurationOption.Write(TimeSpan.FromSeconds(topic.RetentionSeconds));
        var size = topic.RetentionBytes < 0 ? "" : $", {Figures.Count(topic.RetentionBytes)} bytes a queue";
        return topic.Cleanup == "delete" ? time + size : $"{time}{size}, {topic.Cleanup}ed";
    }
}
