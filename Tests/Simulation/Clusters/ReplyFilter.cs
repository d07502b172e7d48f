using OrleansRocket.Queues;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Looks at a leader in the moment in which it answers: what it says then must be true for ever.</summary>
internal sealed class ReplyFilter(string silo, ClusterWatch watch) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not TopicQueueGrain leader)
        {
            await context.Invoke();
            return;
        }

        var queue = QueueName.Parse(context.TargetId.Key.ToString()!);
        var known = watch.CommittedOf(queue);
        await context.Invoke();
        if (context.Result is not (AppendReply or ReadReply))
            return;
        watch.Look(silo, leader);
        var claimed = context.Result switch
        {
            ReadReply read => read.CommittedOffset,
            AppendReply { Status: SendStatus.SendOk } append => append.BaseOffset + 1,
            _ => 0,
        };
        if (watch.IsDead(silo))
            return;
        watch.Require(queue, claimed, $"{silo} answers {context.Result} for {queue}");
        if (context.Result is ReadReply)
            watch.RequireKnown(leader, queue, known, claimed);
    }
}
