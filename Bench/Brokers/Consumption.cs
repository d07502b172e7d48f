using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Brokers;

/// <summary>Counts what a consumer takes: some to warm up, the rest measured. Not safe for several threads.</summary>
/// <param name="warmUp">Messages that do not count.</param>
/// <param name="messages">Messages to take altogether.</param>
/// <param name="duration">How long to measure at most.</param>
/// <param name="processor">The processor time of the broker so far.</param>
internal sealed class Consumption(long warmUp, long messages, TimeSpan duration, Func<TimeSpan> processor)
{
    private Meter _meter;
    private TimeSpan _brokerBefore;
    private long _taken;
    private long _count;
    private long _bytes;

    /// <summary>What was measured; null until there is enough.</summary>
    public Figure? Figure { get; private set; }

    /// <summary>Takes a message.</summary>
    /// <returns>False when that is enough.</returns>
    public bool Take(int bytes)
    {
        if (Figure is not null)
            return false;
        if (_taken++ < warmUp)
            return true;
        if (_count == 0)
            Begin();
        _count++;
        _bytes += bytes;
        if (_taken < messages && _meter.IsRunning)
            return true;
        End();
        return false;
    }

    private void Begin()
    {
        _brokerBefore = processor();
        _meter = Meter.Start(duration);
    }

    private void End() => Figure = new Figure("", "")
    {
        Count = _count,
        Bytes = _bytes,
        Elapsed = _meter.Elapsed,
        Allocated = _meter.Allocated,
        Processor = _meter.Processor,
        BrokerProcessor = processor() - _brokerBefore,
    };
}
