using Orleans.Embedded;
using Orleans.Runtime.Providers;

namespace Orleans.Internal;

/// <summary>A random time between the least and a bound that doubles with each attempt, up to the greatest.</summary>
internal sealed class ExponentialBackoff(IRandomSource randomness, TimeSpan least, TimeSpan greatest, TimeSpan step)
    : IMessageDeliveryBackoffProvider, IQueueReaderBackoffProvider
{
    public TimeSpan Next(int attempt)
    {
        var bound = attempt >= 30 ? greatest : least + (step * (1 << attempt));
        bound = bound < greatest ? bound : greatest;
        return least + TimeSpan.FromMilliseconds(randomness.Next((int)(bound - least).TotalMilliseconds + 1));
    }
}
