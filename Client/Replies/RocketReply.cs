using OrleansRocket.Replies;

namespace OrleansRocket;

/// <summary>The answer to a request.</summary>
public sealed class RocketReply
{
    private readonly Reply _reply;

    internal RocketReply(Reply reply) => _reply = reply;

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Body => _reply.Body;

    /// <summary>The application's properties, in the order in which they were given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties => _reply.Properties;

    /// <summary>The value of a property, or null.</summary>
    public string? GetProperty(string name)
    {
        foreach (var (key, value) in _reply.Properties)
        {
            if (key == name)
                return value;
        }

        return null;
    }
}
