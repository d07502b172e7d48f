using System.Diagnostics;
using System.Threading.Channels;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Limits;

/// <summary>
/// The least that a call to an actor can cost on this machine with the parts that .NET has: a message in a channel, read by one
/// thread-pool task, answered through a completion source whose continuation is another hop.
/// </summary>
internal static class MailboxLimit
{
    public static async Task<Figure> Call(int callers, TimeSpan duration)
    {
        var mailbox = Channel.CreateUnbounded<TaskCompletionSource<int>>(new UnboundedChannelOptions { SingleReader = true });
        var actor = Task.Run(() => Answer(mailbox.Reader));
        await CallLoop.Run(callers, duration / 5, _ => Echo(mailbox.Writer));
        var figure = await CallLoop.Run(callers, duration, _ => Echo(mailbox.Writer));
        mailbox.Writer.Complete();
        await actor;
        return figure;
    }

    private static Task<int> Echo(ChannelWriter<TaskCompletionSource<int>> mailbox)
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        return mailbox.TryWrite(answer) ? answer.Task : throw new UnreachableException("an unbounded channel takes everything");
    }

    private static async Task Answer(ChannelReader<TaskCompletionSource<int>> mailbox)
    {
        await foreach (var call in mailbox.ReadAllAsync())
            call.SetResult(1);
    }
}
