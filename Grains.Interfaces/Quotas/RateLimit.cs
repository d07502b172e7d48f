namespace OrleansRocket.Quotas;

/// <summary>
/// Holds something to a rate. What is taken is a debt that the time that passes pays back; as long as it is below what a second pays, more can be taken.
/// That the last one may take more than is left lets a batch of any size pass, and has the next one wait the longer.
/// </summary>
internal sealed class RateLimit(TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _debt;
    private long _paid = time.GetTimestamp();

    /// <summary>How long until something can be taken; zero when it can be now.</summary>
    /// <param name="perSecond">The rate.</param>
    public TimeSpan Wait(double perSecond)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _debt = Math.Max(0, _debt - (time.GetElapsedTime(_paid, now).TotalSeconds * perSecond));
            _paid = now;

            // Less than a debt of nearly nothing would be a wait that ends too early by rounding.
            return _debt < perSecond ? TimeSpan.Zero : TimeSpan.FromSeconds(((_debt - perSecond) / perSecond) + 0.001);
        }
    }

    /// <summary>Takes.</summary>
    public void Take(double amount)
    {
        lock (_gate)
            _debt += amount;
    }
}
