using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;
using OrleansRocket.Queues;

namespace OrleansRocket.Cli.Replicas;

/// <summary>
/// Shows what would be moved, or moves it: one queue at a time, so that the cluster is not busy with nothing else. Stopped or failed, it has
/// told what is done, and the same command goes on from there.
/// </summary>
internal sealed class MoveRun(RocketClient client, CommandContext context)
{
    /// <summary>So long a replica is given to be in sync: one that has just come back, or whose queue has just begun to be led, soon is.</summary>
    private static readonly TimeSpan SyncPatience = TimeSpan.FromSeconds(3);

    /// <summary>Shows the moves only.</summary>
    public void Show(IReadOnlyList<ReplicaMove> moves)
    {
        foreach (var move in moves)
            Write(MoveResult.Planned(move), "would move");
        SayWhenNone(moves);
    }

    /// <summary>Refuses moves that would wait for ever: a queue that nobody leads cannot be copied, and one that lacks a replica must not lose another.</summary>
    /// <exception cref="CommandException">One of the queues does not answer or takes no messages.</exception>
    public async Task Check(IReadOnlyList<ReplicaMove> moves, CancellationToken cancellationToken)
    {
        foreach (var some in moves.Chunk(64))
            await Task.WhenAll(some.Select(move => Check(move, cancellationToken)));
    }

    /// <summary>Makes the moves.</summary>
    public async Task Run(IReadOnlyList<ReplicaMove> moves, CancellationToken cancellationToken)
    {
        var time = context.Terminal.Time;
        for (var index = 0; index < moves.Count; index++)
        {
            var move = moves[index];
            var started = time.GetTimestamp();
            await using (var progress = new MoveProgress(client, context.Terminal, move, index, moves.Count))
                await progress.Show(client.Replicas.ReassignAsync(move.Queue, move.After, cancellationToken));
            Write(MoveResult.Done(move, time.GetElapsedTime(started)), "moved");
            await context.Terminal.Out.FlushAsync(cancellationToken);
        }

        SayWhenNone(moves);
    }

    private async Task Check(ReplicaMove move, CancellationToken cancellationToken)
    {
        try
        {
            var state = await QueueSurvey.AskUntil(
                client, move.Queue, state => state.Failure is not null || WhyNot(state, move) is null, SyncPatience, context.Terminal.Time, cancellationToken);
            if (WhyNot(state, move) is { } reason)
                throw new CommandException(ExitCode.Failed, $"queue {move.Queue} cannot be moved, and nothing was: {reason}");
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            throw new CommandException(ExitCode.Unreachable, $"queue {move.Queue} cannot be moved, and nothing was: {failure.Message}", failure);
        }
    }

    private static string? WhyNot(QueueDescription state, ReplicaMove move)
    {
        if (state.Failure is not null || move.Before.Count == move.After.Intersect(move.Before).Count())
            return state.Failure;

        // A replica goes only while all that stay have everything.
        var lagging = move.After.Intersect(move.Before).FirstOrDefault(store => !state.Replicas.Any(replica => replica.Store == store && replica.IsInSync));
        return lagging is null ? null : $"the replica on '{lagging}', which is to stay, is not in sync";
    }

    private void Write(MoveResult move, string verb) => context.Output.WriteLine(
        move,
        OutputJson.Readable.MoveResult,
        result => $"{verb} {result.Topic}/{result.Queue}: {string.Join(' ', result.From)} -> {string.Join(' ', result.To)}{(result.Seconds is { } seconds ? $" ({Figures.Seconds(seconds)})" : "")}");

    private void SayWhenNone(IReadOnlyList<ReplicaMove> moves)
    {
        if (moves.Count == 0 && !context.Output.IsJson)
            context.Terminal.Out.WriteLine("nothing to move");
    }
}
