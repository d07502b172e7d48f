namespace OrleansRocket.Brokers;

/// <summary>How many a second, over the last 10 seconds. Nothing runs while nothing is counted.</summary>
internal sealed class RateWindow
{
    private const int Seconds = 10;

    /// <summary>A power of two above <see cref="Seconds"/>, so that the slot of a second is found by its low bits.</summary>
    private const int SlotCount = 16;

    private readonly Lock _renewing = new();
    private readonly long[] _seconds = new long[SlotCount];
    private readonly long[] _counts = new long[SlotCount];

    public void Add(long count, long second)
    {
        var slot = (int)(second & (SlotCount - 1));
        if (Volatile.Read(ref _seconds[slot]) != second)
            Renew(slot, second);
        Interlocked.Add(ref _counts[slot], count);
    }

    public double PerSecond(long second)
    {
        var sum = 0L;
        for (var slot = 0; slot < SlotCount; slot++)
        {
            var age = second - Volatile.Read(ref _seconds[slot]);
            if (age is >= 0 and < Seconds)
                sum += Interlocked.Read(ref _counts[slot]);
        }

        return (double)sum / Seconds;
    }

    private void Renew(int slot, long second)
    {
        lock (_renewing)
        {
            if (_seconds[slot] == second)
                return;
            Interlocked.Exchange(ref _counts[slot], 0);
            Volatile.Write(ref _seconds[slot], second);
        }
    }
}
