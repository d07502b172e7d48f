using OrleansRocket.Queues;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Looks at a leader in the moment in which it answers: what it says then must be true for ever.</summary>
internal sealed class ReplyFilter(string silo, ClusterWatch watch) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Grain is not TopicQueueGrain leader || context.Result is not (AppendReply or ReadReply))
            return;
        watch.Look(silo, leader);
        var queue = QueueName.Parse(context.TargetId.Key.ToString()!);
        var claimed = context.Result switch
        {
            ReadReply read => read.CommittedOffset,
            AppendReply { Status: SendStatus.SendOk } append => append.BaseOffset + 1,
            _ => 0,
        };
        if (queue.Topic != ClusterPlan.Pairs && !watch.IsDead(silo))
            watch.Require(queue, claimed, $"{silo} answers {context.Result} for {queue}");
    }
}
