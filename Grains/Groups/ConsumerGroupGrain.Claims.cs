namespace OrleansRocket.Groups;

// Queues that something outside of the group assigns. A claim is written down, so that an owner that was superseded stays so, whatever becomes of this grain.
internal sealed partial class ConsumerGroupGrain
{
    private const int MaxOwnerLength = 256;

    public async Task<QueueGrant> Claim(QueueName queue, string owner)
    {
        if (await routes.FindTopic(queue.Topic) is not { Deleting: false } route || queue.Queue >= route.Queues.Count)
            throw new RocketException(RocketError.TopicNotFound, $"queue {queue} does not exist");
        if (owner.Length is 0 or > MaxOwnerLength)
            throw new RocketException(RocketError.InvalidArgument, $"the owner of queue {queue} has {owner.Length} characters; it must have 1 to {MaxOwnerLength}");
        var members = _membership.Members.Count(member => member.Reads(queue.Topic));
        if (members > 0 || _offsets.FindPop(queue.Topic) != 0)
            throw new RocketException(RocketError.GroupModeMismatch, $"consumer group '{Group}' reads topic '{queue.Topic}' by {(members > 0 ? $"{members} members" : "simple consumers")}: {owner} cannot read it, too");
        var generation = NextNumber();
        await Guarded(_offsets.StoreClaim(queue, generation, owner));
        return new QueueGrant(queue, generation, _offsets.Find(queue), QueueQuota.None);
    }

    public async Task<ClaimState> CommitClaimed(QueueCommit commit)
    {
        var current = _offsets.FindClaim(commit.Queue);
        if (current != commit.Generation)
            return current == 0 ? ClaimState.Ended : ClaimState.Superseded;
        await Store([commit]);
        return ClaimState.Current;
    }

    /// <summary>Greater than all that this and earlier activations have given out.</summary>
    private long NextNumber() => ((long)_offsets.Epoch << 32) + ++_given;

    private void RefuseClaimed(string topic)
    {
        if (_offsets.Claims.FirstOrDefault(claim => claim.Queue.Topic == topic) is { } claim)
            throw new RocketException(RocketError.GroupModeMismatch, $"{claim.Owner} reads queue {claim.Queue} for consumer group '{Group}'; delete the group to read the topic in another way");
    }
}
