using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A batch could not be delivered within <c>MaxEventDeliveryTime</c>; the subscription goes on behind it.</summary>
[GenerateSerializer]
public sealed class StreamEventDeliveryFailureException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public StreamEventDeliveryFailureException()
        : this("Stream provider failed to deliver an event.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public StreamEventDeliveryFailureException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public StreamEventDeliveryFailureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal StreamEventDeliveryFailureException(QualifiedStreamId stream)
        : this($"Stream provider failed to deliver an event.  StreamProvider:{stream.ProviderName}  Stream:{stream.StreamId}")
    {
    }
}
