namespace OrleansRocket.Groups;

/// <summary>
/// Who is in a group and who owns which queue: pure state, so that it can be tested without a cluster.
/// <para>
/// A queue has one owner. When it should go to another member, the owner first loses it from its view and must release it; only then,
/// or when the owner's session has ended, does the new one get it, under a greater generation.
/// </para>
/// </summary>
internal sealed class GroupMembership(TimeProvider time, long firstGeneration)
{
    private readonly SortedDictionary<string, GroupMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<QueueName, Ownership> _owned = [];
    private Dictionary<QueueName, string> _targets = [];
    private long _generation = firstGeneration;

    public IEnumerable<GroupMember> Members => _members.Values;

    public GroupMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    /// <summary>The topics that anybody reads.</summary>
    public IEnumerable<string> Topics => _members.Values.SelectMany(member => member.Subscriptions).Select(subscription => subscription.Topic).Distinct();

    /// <summary>Adds a member, or changes what it reads. <see cref="Rebalance"/> must follow.</summary>
    public GroupMember Join(JoinRequest request)
    {
        if (_members.TryGetValue(request.MemberId, out var member))
        {
            member.Subscriptions = request.Subscriptions;
            member.SessionTimeout = request.SessionTimeout;
        }
        else
        {
            member = new GroupMember(request.MemberId, request.Subscriptions, request.SessionTimeout);
            _members.Add(member.Id, member);
        }

        (member.Strategy, member.Room) = (request.Strategy, request.Room);
        Touch(member);
        return member;
    }

    /// <summary>Who reads a topic with another filter than a member that wants to join, and what; null when nobody does. The messages that a
    /// queue's owner leaves out count as done, so that its group would never get those that only another member wants.</summary>
    public (GroupMember Member, Subscription Own, Subscription Wanted)? Conflict(JoinRequest request)
    {
        foreach (var member in _members.Values)
        {
            if (member.Id == request.MemberId)
                continue;
            foreach (var own in member.Subscriptions)
            {
                foreach (var wanted in request.Subscriptions)
                {
                    if (own.Topic == wanted.Topic && own != wanted)
                        return (member, own, wanted);
                }
            }
        }

        return null;
    }

    /// <summary>Something of what every member is told has changed.</summary>
    public void Renew()
    {
        foreach (var member in _members.Values)
            member.ViewVersion++;
    }

    /// <summary>Notes that a member is alive.</summary>
    public void Touch(GroupMember member) => member.HeardAt = time.GetTimestamp();

    /// <summary>Ends a membership at once. <see cref="Rebalance"/> must follow.</summary>
    public void Remove(string memberId)
    {
        _members.Remove(memberId);
        foreach (var queue in _owned.Where(owned => owned.Value.MemberId == memberId).Select(owned => owned.Key).ToList())
            _owned.Remove(queue);
    }

    /// <summary>Removes the members that were silent for too long, and tells which. <see cref="Rebalance"/> must follow.</summary>
    public IReadOnlyList<string> RemoveSilent()
    {
        var silent = _members.Values.Where(member => time.GetElapsedTime(member.HeardAt) > member.SessionTimeout).Select(member => member.Id).ToList();
        foreach (var memberId in silent)
            Remove(memberId);
        return silent;
    }

    /// <summary>Decides anew who should own what, and grants what is free.</summary>
    /// <param name="queueCounts">How many queues each topic has now; a topic that is not in it does not exist.</param>
    /// <param name="roomOf">The machine room of a queue; null when there are no rooms.</param>
    public void Rebalance(IReadOnlyDictionary<string, int> queueCounts, Func<QueueName, string>? roomOf = null)
    {
        var targets = new Dictionary<QueueName, string>();
        foreach (var (topic, queues) in queueCounts)
        {
            var readers = _members.Values.Where(member => member.Reads(topic) || SystemTopic.IsRetry(topic)).ToList();
            var names = Enumerable.Range(0, queues).Select(queue => new QueueName(topic, queue)).ToList();
            var owners = Assignments.Assign(readers.FirstOrDefault()?.Strategy ?? default, new AssignmentRequest
            {
                Topic = topic,
                Members = readers.ConvertAll(member => (member.Id, member.Room)),
                Rooms = names.ConvertAll(queue => roomOf?.Invoke(queue) ?? ""),
                Owners = names.ConvertAll(queue => _targets.GetValueOrDefault(queue)),
            });
            for (var queue = 0; queue < owners.Length; queue++)
                targets.Add(new QueueName(topic, queue), owners[queue]);
        }

        var before = _targets;
        _targets = targets;
        foreach (var (queue, owned) in _owned)
        {
            // The owner's view shrinks or grows with the target: it owns a queue but must not read what is to go to another.
            if (before.GetValueOrDefault(queue) != targets.GetValueOrDefault(queue) && _members.TryGetValue(owned.MemberId, out var owner))
                owner.ViewVersion++;
        }

        foreach (var (queue, memberId) in targets)
            GrantIfFree(queue, memberId);
    }

    /// <summary>What a member may read now.</summary>
    public IEnumerable<(QueueName Queue, long Generation)> Grants(string memberId) => Owned(memberId, isToKeep: true);

    /// <summary>What a member must release.</summary>
    public IEnumerable<(QueueName Queue, long Generation)> Revoked(string memberId) => Owned(memberId, isToKeep: false);

    private IEnumerable<(QueueName Queue, long Generation)> Owned(string memberId, bool isToKeep) => _owned
        .Where(owned => owned.Value.MemberId == memberId && (_targets.GetValueOrDefault(owned.Key) == memberId) == isToKeep)
        .Select(owned => (owned.Key, owned.Value.Generation));

    /// <summary>All queues that a member owns, those that it must release included.</summary>
    public IEnumerable<QueueName> OwnedBy(string memberId) => _owned.Where(owned => owned.Value.MemberId == memberId).Select(owned => owned.Key);

    /// <summary>True while nobody else was granted the queue since.</summary>
    public bool Owns(string memberId, QueueName queue, long generation) =>
        _owned.TryGetValue(queue, out var owned) && owned.MemberId == memberId && owned.Generation == generation;

    /// <summary>Gives a queue back, and to the member that waits for it.</summary>
    public void Release(QueueName queue)
    {
        if (!_owned.Remove(queue, out var released))
            return;
        if (_members.TryGetValue(released.MemberId, out var owner))
            owner.ViewVersion++;
        if (_targets.TryGetValue(queue, out var target))
            GrantIfFree(queue, target);
    }

    /// <summary>Grants the queues of a topic anew: who owns them begins again where the group is then, and what it commits of before is refused.</summary>
    public void Regrant(string topic)
    {
        foreach (var queue in _owned.Keys.Where(queue => queue.Topic == topic).Order().ToList())
            Release(queue);
    }

    private void GrantIfFree(QueueName queue, string memberId)
    {
        if (_owned.ContainsKey(queue) || !_members.TryGetValue(memberId, out var member))
            return;
        _owned.Add(queue, new Ownership(memberId, ++_generation));
        member.ViewVersion++;
    }

    private readonly record struct Ownership(string MemberId, long Generation);
}
