using System.Text;
using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Producers of delayed messages and of transactions, some of which are cancelled, rolled back or forgotten.</summary>
internal sealed class HeldClients : IAsyncDisposable
{
    private const int MostUnderWay = 20;
    private static readonly ProducerOptions Patient = new() { SendTimeout = TimeSpan.FromMinutes(5) };

    private readonly SimulatedCluster _cluster;
    private readonly ClusterHistory _history;
    private readonly Random _random;
    private readonly RocketProducer _producer;
    private readonly RocketTransactionProducer _transactions;

    public HeldClients(SimulatedCluster cluster, ClusterPlan plan, ClusterHistory history, RocketClient client)
    {
        _cluster = cluster;
        _history = history;
        _random = new Random(unchecked((plan.Seed * 31337) + 11));
        _producer = client.CreateProducer(Patient);
        _transactions = client.CreateTransactionProducer(new TransactionOptions
        {
            Group = "payers",
            Producer = Patient,
            Check = (half, _) => ValueTask.FromResult(Fate(Encoding.UTF8.GetString(half.Body.Span))),
        });
    }

    public async Task Produce(Func<bool> isStopped)
    {
        var work = new List<Task>();
        for (var number = 0; !isStopped(); number++)
        {
            work.Add(_random.Next(2) == 0 ? Delay($"d{number}-0") : Transact($"t{number}-0"));
            await _cluster.Pause(_random.Next(400));
            while (work.RemoveAll(send => send.IsCompleted) >= 0 && work.Count >= MostUnderWay)
                await Task.WhenAny(work);
        }

        await Task.WhenAll(work);
    }

    public async ValueTask DisposeAsync()
    {
        await _producer.DisposeAsync();
        await _transactions.DisposeAsync();
    }

    private TransactionResolution Fate(string text)
    {
        var fate = HeldHistory.FateOf(text);
        if (fate == TransactionResolution.Commit)
            _history.Held.Committing(text);
        return fate;
    }

    private static RocketMessage Message(string text) => new() { Topic = ClusterPlan.Later, Body = Encoding.UTF8.GetBytes(text) };

    private async Task Delay(string text)
    {
        var delay = TimeSpan.FromMilliseconds(_random.Next(1, 6000));
        var isCancelled = _random.Next(5) == 0;
        _history.Sending(text);
        _history.Held.Delaying(text, _cluster.Elapsed + delay);
        try
        {
            var receipt = await _producer.SendAsync(Message(text) with { DeliverAt = _cluster.Time.GetUtcNow() + delay });
            _history.Held.Expect(text);
            if (!isCancelled)
                return;
            _history.Held.Cancelling(text);
            await _producer.CancelAsync(receipt);
            _history.Held.Dropped(text);
        }
        catch (RocketException late) when (late.Code == RocketError.NotHeld)
        {
            _history.Held.Expect(text);
        }
        catch (RocketException)
        {
            _history.Unsure++;
        }
    }

    private async Task Transact(string text)
    {
        var isForgotten = _random.Next(4) == 0;
        var work = TimeSpan.FromMilliseconds(_random.Next(500));
        _history.Sending(text);
        try
        {
            var transaction = await _transactions.BeginAsync(Message(text));
            if (HeldHistory.FateOf(text) == TransactionResolution.Commit)
                _history.Held.Expect(text);
            await _cluster.Pause((int)work.TotalMilliseconds);
            if (isForgotten)
                return;
            if (Fate(text) == TransactionResolution.Commit)
            {
                await transaction.CommitAsync();
            }
            else
            {
                await transaction.RollbackAsync();
                _history.Held.Dropped(text);
            }
        }
        catch (RocketException)
        {
            _history.Unsure++;
        }
    }
}
