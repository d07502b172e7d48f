using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansRocket.Cli.Brokers;
using OrleansRocket.Cli.Contexts;
using OrleansRocket.Cli.DeadLetters;
using OrleansRocket.Cli.Groups;
using OrleansRocket.Cli.Logs;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Cli.Quickstart;
using OrleansRocket.Cli.Replicas;
using OrleansRocket.Cli.Streams;
using OrleansRocket.Cli.Topics;
using OrleansRocket.Log.Verify;

namespace OrleansRocket.Cli.Output;

/// <summary>The JSON of all results: camel case, one line, without what is null.</summary>
[JsonSerializable(typeof(BrokerResult))]
[JsonSerializable(typeof(ConsumedMessage))]
[JsonSerializable(typeof(ContextResult))]
[JsonSerializable(typeof(DeadLetterResending))]
[JsonSerializable(typeof(DeadLetterResult))]
[JsonSerializable(typeof(GroupDeletion))]
[JsonSerializable(typeof(GroupQuotaResult))]
[JsonSerializable(typeof(MessageCancellation))]
[JsonSerializable(typeof(GroupResult))]
[JsonSerializable(typeof(GroupResultDescription))]
[JsonSerializable(typeof(StreamDescription))]
[JsonSerializable(typeof(StreamResult))]
[JsonSerializable(typeof(MoveResult))]
[JsonSerializable(typeof(ProduceResult))]
[JsonSerializable(typeof(PromotionOutput))]
[JsonSerializable(typeof(RebalanceResult))]
[JsonSerializable(typeof(ReplyResult))]
[JsonSerializable(typeof(ResetResult))]
[JsonSerializable(typeof(SentMessage))]
[JsonSerializable(typeof(TraceResult))]
[JsonSerializable(typeof(TopicDeletion))]
[JsonSerializable(typeof(TopicDescription))]
[JsonSerializable(typeof(TopicResult))]
[JsonSerializable(typeof(QuickstartResult))]
[JsonSerializable(typeof(DumpedRecord))]
[JsonSerializable(typeof(StoreVerification))]
internal sealed partial class OutputJson : JsonSerializerContext
{
    /// <summary>Leaves text readable: the output is not put into HTML.</summary>
    public static OutputJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
