using OrleansRocket.Queues;

namespace OrleansRocket.Tests.Grains.Pop;

/// <summary>Lets the queues of a topic say that there is nothing to read yet, as a leader does that does not know what is committed.</summary>
internal sealed class ForgetfulQueue(string topic) : IIncomingGrainCallFilter
{
    private volatile bool _forgets;

    public bool Forgets
    {
        get => _forgets;
        set => _forgets = value;
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (Forgets && context.Result is ReadReply reply && QueueName.Parse(context.TargetId.Key.ToString()!).Topic == topic)
            context.Result = new ReadReply(ReadStatus.NoNewMessage, default, ((ReadRequest)context.Request.GetArgument(0)!).Offset, reply.StartOffset, reply.StartOffset);
    }
}
