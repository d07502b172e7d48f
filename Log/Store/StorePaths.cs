using System.Globalization;
using System.Text;

namespace OrleansRocket.Log.Store;

/// <summary>Where things lie inside a data directory (docs/format/store.md).</summary>
internal sealed class StorePaths(string root)
{
    private const int MaxNameBytes = 255;

    public string Root { get; } = System.IO.Path.GetFullPath(root);

    public string Lock => Path.Join(Root, "lock");

    public string Identity => Path.Join(Root, "store");

    public string Abort => Path.Join(Root, "abort");

    public string Checkpoint => Path.Join(Root, "checkpoint");

    public string Queues => Path.Join(Root, "queues");

    public string Spares => Path.Join(Root, "spare");

    public string Trash => Path.Join(Root, "trash");

    public string Topic(string topic) => Path.Join(Queues, topic);

    public string Queue(string topic, int queue) => Path.Join(Topic(topic), queue.ToString(CultureInfo.InvariantCulture));

    /// <summary>Refuses names that could leave the directory or that no Linux file system takes.</summary>
    public static void CheckTopic(string topic)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        if (topic is "." or ".." || topic.AsSpan().IndexOfAny('/', '\0') >= 0)
            throw new ArgumentException($"The topic '{topic}' cannot be a directory's name.", nameof(topic));
        var bytes = Encoding.UTF8.GetByteCount(topic);
        if (bytes > MaxNameBytes)
            throw new ArgumentException($"The topic's name has {bytes} bytes; the limit is {MaxNameBytes}.", nameof(topic));
    }
}
