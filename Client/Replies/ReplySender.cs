using System.Globalization;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;

namespace OrleansRocket.Replies;

/// <summary>Sends replies to those who wait for them.</summary>
internal static class ReplySender
{
    /// <summary>Well below the time after which an engine gives up a call.</summary>
    private static readonly TimeSpan PutPatience = TimeSpan.FromSeconds(10);

    /// <summary>Whether a message waits for a reply.</summary>
    public static bool IsRequest(in RecordView record) => RecordParts.Find(record, MessageProperty.ReplyTo) is not null;

    /// <summary>Replies to a request, again and again until its requester has it or has given it up.</summary>
    /// <returns>False when nobody waits for it (any more).</returns>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/> when the message is no request, or the reply too large.</exception>
    public static Task<bool> Reply(
        ClientContext context, in RecordView request, QueueName queue, ReadOnlyMemory<byte> body, IReadOnlyList<KeyValuePair<string, string>>? properties)
    {
        if (RecordParts.Find(request, MessageProperty.ReplyTo) is not { } box || RecordParts.Find(request, MessageProperty.CorrelationId) is not { } id)
            throw new RocketException(RocketError.InvalidArgument, $"message {queue}@{request.Offset} is no request: nobody waits for a reply to it");
        if (body.Length > RecordLimits.MaxBodyBytes)
            throw new RocketException(RocketError.InvalidArgument, $"the reply to message {queue}@{request.Offset} has {body.Length} bytes; the limit is {RecordLimits.MaxBodyBytes}");
        var patience = int.TryParse(RecordParts.Find(request, MessageProperty.TimeToLive), NumberStyles.None, CultureInfo.InvariantCulture, out var timeout) ? timeout : 0;
        return Put(context, context.Grains.GetGrain<IReplyBoxGrain>(box), new Reply(id, body, properties ?? []), TimeSpan.FromMilliseconds(patience));
    }

    /// <summary>The requester has begun to wait before the request was stored, so that it has given up by then.</summary>
    private static async Task<bool> Put(ClientContext context, IReplyBoxGrain box, Reply reply, TimeSpan patience)
    {
        var started = context.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var left = patience - context.Time.GetElapsedTime(started);
                var outcome = await box.Put(reply, left < PutPatience ? left : PutPatience);
                if (outcome != ReplyOutcome.NotAskedFor || context.Time.GetElapsedTime(started) >= patience)
                    return outcome == ReplyOutcome.Taken;
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                if (context.Time.GetElapsedTime(started) >= patience)
                    return false;
                await context.Delay(context.RetryDelay(attempt), CancellationToken.None);
            }
        }
    }
}
