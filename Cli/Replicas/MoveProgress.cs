using OrleansRocket.Cli.Output;
using OrleansRocket.Queues;

namespace OrleansRocket.Cli.Replicas;

/// <summary>Says to somebody who watches which queue is being moved, and how much of it the new broker has.</summary>
internal sealed class MoveProgress : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly RocketClient _client;
    private readonly Terminal _terminal;
    private readonly ReplicaMove _move;
    private readonly string _place;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _asking;
    private string _copied = "";

    public MoveProgress(RocketClient client, Terminal terminal, ReplicaMove move, int index, int count)
    {
        (_client, _terminal, _move) = (client, terminal, move);
        _place = $"moving {move.Queue}, {Figures.Count(index + 1)} of {Figures.Count(count)}";
        _asking = terminal.IsWatched ? Ask() : Task.CompletedTask;
    }

    /// <summary>Shows it until the move is done.</summary>
    public Task Show(Task moving) => new StatusLine(_terminal, () => _place + _copied).Show(Finished(moving));

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _asking;
        _done.Dispose();
    }

    /// <summary>What a new replica has of its queue; null when there is none.</summary>
    public static string? Copied(QueueDescription queue, ReplicaMove move)
    {
        var added = queue.Replicas.FirstOrDefault(replica => !move.Before.Contains(replica.Store));
        return added is null ? null : $"; {added.Store} is at {Figures.Count(added.EndOffset)} of {Figures.Count(queue.EndOffset)}";
    }

    private static async Task<bool> Finished(Task moving)
    {
        await moving;
        return true;
    }

    private async Task Ask()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Period, _terminal.Time, _done.Token);
                _copied = Copied(await _client.Topics.DescribeAsync(_move.Queue).WaitAsync(_done.Token), _move) ?? "";
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException || Transience.IsTransient(failure))
        {
            // The move is done, or the queue is on its way: the picture stands still, and the move itself tells what is wrong.
        }
    }
}
