using System.Collections.Concurrent;

namespace OrleansRocket.Streams;

/// <summary>
/// Stream ids as texts: <c>namespace/key</c>, where <c>%</c> and <c>/</c> of the namespace are written as <c>%25</c> and <c>%2F</c>. The key
/// stands as it is.
/// </summary>
internal sealed class StreamNames
{
    /// <summary>Ids that are remembered, so that a busy stream's is not taken apart again for each message.</summary>
    private const int MaxKnown = 16_384;

    private readonly ConcurrentDictionary<string, StreamId> _known = new();
    private readonly ConcurrentDictionary<StreamId, string> _texts = new();

    /// <summary>The text of an id.</summary>
    public string Of(StreamId stream)
    {
        if (_texts.TryGetValue(stream, out var text))
            return text;
        text = Write(stream);
        if (_texts.Count < MaxKnown)
            _texts.TryAdd(stream, text);
        return text;
    }

    /// <summary>The id of a text; null when it is none.</summary>
    public StreamId? Parse(string text)
    {
        if (_known.TryGetValue(text, out var known))
            return known;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || slash == text.Length - 1)
            return null;
        var space = text[..slash].Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
        var stream = StreamId.Create(space, text[(slash + 1)..]);
        if (_known.Count < MaxKnown)
            _known.TryAdd(text, stream);
        return stream;
    }

    private static string Write(StreamId stream)
    {
        var key = stream.GetKeyAsString();
        var space = stream.GetNamespace();
        return string.IsNullOrEmpty(space) ? "/" + key : $"{Escape(space)}/{key}";
    }

    private static string Escape(string space) =>
        space.AsSpan().IndexOfAny('%', '/') < 0 ? space : space.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
}
