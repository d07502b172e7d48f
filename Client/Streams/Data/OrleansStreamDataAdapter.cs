using System.Diagnostics;
using System.Globalization;
using Orleans.Serialization;

namespace OrleansRocket.Streams;

/// <summary>Events as Orleans serializes them, with the producer's request context and trace. Events that are produced together are one message.</summary>
/// <param name="serializer">Orleans' serializer.</param>
public sealed class OrleansStreamDataAdapter(Serializer serializer) : IRocketStreamDataAdapter
{
    private readonly StreamNames _names = new();

    /// <inheritdoc/>
    public IReadOnlyList<RocketMessage> ToMessages<T>(string topic, StreamId stream, IReadOnlyList<T> events, Dictionary<string, object>? requestContext)
    {
        ArgumentNullException.ThrowIfNull(events);
        var properties = new List<KeyValuePair<string, string>>(4) { new(StreamProperty.Stream, _names.Of(stream)) };
        if (events.Count != 1)
            properties.Add(new(StreamProperty.Events, events.Count.ToString(CultureInfo.InvariantCulture)));
        if (requestContext is { Count: > 0 })
            properties.Add(new(StreamProperty.Context, Convert.ToBase64String(serializer.SerializeToArray(requestContext))));
        if (Activity.Current is { Id: { } trace, IdFormat: ActivityIdFormat.W3C })
            properties.Add(new(StreamProperty.TraceParent, trace));
        var body = events.Count == 1
            ? serializer.SerializeToArray<object?>(events[0])
            : serializer.SerializeToArray(events.Select(one => (object?)one).ToArray());
        return [new RocketMessage { Topic = topic, Body = body, Properties = properties }];
    }

    /// <inheritdoc/>
    public StreamId? StreamOf(StreamMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.GetProperty(StreamProperty.Stream) is { } text ? _names.Parse(text) : null;
    }

    /// <inheritdoc/>
    public int CountEvents(StreamMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return int.TryParse(message.GetProperty(StreamProperty.Events), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1;
    }

    /// <inheritdoc/>
    public IReadOnlyList<T> ReadEvents<T>(StreamMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.GetProperty(StreamProperty.Events) is null
            ? [(T)serializer.Deserialize<object?>(message.Body)!]
            : Array.ConvertAll(serializer.Deserialize<object?[]>(message.Body)!, one => (T)one!);
    }

    /// <inheritdoc/>
    public Dictionary<string, object>? ReadRequestContext(StreamMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var stored = message.GetProperty(StreamProperty.Context);
        var trace = message.GetProperty(StreamProperty.TraceParent);
        if (stored is null && trace is null)
            return null;
        var context = stored is null ? [] : serializer.Deserialize<Dictionary<string, object>>(Convert.FromBase64String(stored))!;
        if (trace is not null)
            context.TryAdd(StreamProperty.TraceParent, trace);
        return context;
    }

    /// <inheritdoc/>
    public RocketMessage ToWakeUp(string topic, StreamId stream) =>
        new() { Topic = topic, Properties = [new(StreamProperty.Stream, _names.Of(stream)), new(StreamProperty.Events, "0")] };

    /// <inheritdoc/>
    public FilterExpression FilterOf(StreamId stream) =>
        SqlExpression.Parse($"{StreamProperty.Stream} = '{_names.Of(stream).Replace("'", "''", StringComparison.Ordinal)}'");
}
