namespace OrleansRocket.Streams;

/// <summary>The properties of messages in which the data adapters keep what they have to know.</summary>
internal static class StreamProperty
{
    /// <summary>The stream: namespace and key, see <see cref="StreamNames"/>.</summary>
    public const string Stream = "ORLEANS_STREAM";

    /// <summary>The number of events, when it is not 1.</summary>
    public const string Events = "ORLEANS_EVENTS";

    /// <summary>The request context: Orleans' serializer, base 64.</summary>
    public const string Context = "ORLEANS_CONTEXT";

    /// <summary>The trace to which the producing belongs, in W3C's format.</summary>
    public const string TraceParent = "traceparent";
}
