namespace OrleansRocket.Cli.Messages;

/// <summary>
/// Ends a consumer to which nothing comes any more. Silence alone does not tell an empty topic from a broker that is away, so
/// that the broker has to confirm, again and again while it is silent, that this consumer is a member and has read everything there is.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="consumer">The consumer.</param>
/// <param name="options">How long it may be silent.</param>
/// <param name="time">The clock.</param>
/// <param name="count">How many messages have come.</param>
internal sealed class IdleWatch(RocketClient client, RocketConsumer consumer, ConsumeOptions options, TimeProvider time, Func<long> count)
{
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Watches until <paramref name="stopping"/> is cancelled, or cancels it.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>: the topic is gone.</exception>
    public async Task Run(CancellationTokenSource stopping)
    {
        var period = options.UntilIdle is { } limit && limit / 4 < LongestPeriod ? limit / 4 : LongestPeriod;
        try
        {
            var seen = -1L;
            var silentSince = time.GetTimestamp();
            while (true)
            {
                await Task.Delay(period, time, stopping.Token);
                if (seen != count() || !await IsCaughtUp(stopping.Token))
                    (seen, silentSince) = (count(), time.GetTimestamp());
                else if (time.GetElapsedTime(silentSince) >= options.UntilIdle)
                    break;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            await stopping.CancelAsync();
        }
    }

    private async Task<bool> IsCaughtUp(CancellationToken cancellationToken)
    {
        try
        {
            if (options.UntilIdle is not null)
                return await HasReadAll(cancellationToken);
            if (await client.Topics.FindAsync(options.Topic).WaitAsync(cancellationToken) is null)
                throw new RocketException(RocketError.TopicNotFound, $"topic '{options.Topic}' does not exist any more");
            return true;
        }
        catch (Exception failure) when (Transience.IsTransient(failure) || failure is RocketException { Code: RocketError.UnknownMember or RocketError.GroupNotFound })
        {
            return false;
        }
    }

    private async Task<bool> HasReadAll(CancellationToken cancellationToken)
    {
        if (options.Mode == ReadMode.Broadcasting)
            return true;

        // What is tried again is in a topic of its own.
        var ends = new Dictionary<QueueName, long>();
        foreach (var topic in consumer.Queues.Select(queue => queue.Topic).Append(options.Topic).Distinct().ToList())
        {
            foreach (var queue in await client.Topics.DescribeAsync(topic).WaitAsync(cancellationToken))
                ends[queue.Name] = queue.CommittedOffset;
        }

        await consumer.CommitAsync().WaitAsync(cancellationToken);
        var group = await client.Groups.DescribeAsync(options.Group).WaitAsync(cancellationToken);
        if (!group.Members.Any(member => member.MemberId == consumer.MemberId))
            return false;
        var committed = group.Progress.ToDictionary(progress => progress.Queue, progress => progress.CommittedOffset);
        return consumer.Queues.All(queue => committed.GetValueOrDefault(queue, -1) >= ends.GetValueOrDefault(queue));
    }
}
