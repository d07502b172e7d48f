namespace OrleansRocket.Groups;

// Simple consumers are no members: who gets which message is decided by the grain of each queue. A group reads a topic either way, not both.
internal sealed partial class ConsumerGroupGrain
{
    /// <summary>Counts the incarnations and claims that this activation has given out.</summary>
    private int _given;

    public async Task<PopClaim> ClaimPop(QueueName queue)
    {
        if (await routes.FindTopic(queue.Topic) is not { Deleting: false } route || queue.Queue >= route.Queues.Count)
            throw new RocketException(RocketError.TopicNotFound, $"queue {queue} does not exist");
        var members = _membership.Members.Count(member => member.Reads(queue.Topic));
        if (members > 0)
            throw new RocketException(RocketError.GroupModeMismatch, $"consumer group '{Group}' has {members} members that read topic '{queue.Topic}': it cannot be read by simple consumers, too");
        RefuseClaimed(queue.Topic);
        if (_offsets.FindPop(queue.Topic) == 0)
            await Guarded(_offsets.StorePop(queue.Topic, NextNumber()));
        return new PopClaim(_offsets.FindPop(queue.Topic), _offsets.Find(queue), QuotaOf(queue));
    }

    public async Task<QueueQuota?> ReportPop(QueueName queue, long incarnation, long offset)
    {
        if (_offsets.FindPop(queue.Topic) != incarnation)
            return null;
        await Store([new QueueCommit(queue, 0, offset)]);
        return QuotaOf(queue);
    }
}
