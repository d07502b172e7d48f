using System.Text;

namespace OrleansRocket.CrashHost;

/// <summary>
/// Notes what has been promised, one line each, by one unbuffered write: a line that is complete was written before the process died.
/// </summary>
internal sealed class AckWriter(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>The records are promised to be there.</summary>
    public void Appended(string topic, long baseOffset, long endOffset, int epoch) => Write($"A {topic} {baseOffset} {endOffset} {epoch}");

    /// <summary>The leader epoch is promised not to be forgotten.</summary>
    public void Epoch(string topic, int epoch) => Write($"E {topic} {epoch}");

    /// <summary>From here on records at and behind the offset may be gone.</summary>
    public void Cutting(string topic, long offset) => Write($"C {topic} {offset}");

    /// <summary>They are gone: the log ends there.</summary>
    public void Cut(string topic, long endOffset) => Write($"D {topic} {endOffset}");

    /// <summary>From here on the queue may be gone, as a whole.</summary>
    public void Deleting(string topic) => Write($"X {topic}");

    /// <summary>It is gone.</summary>
    public void Deleted(string topic) => Write($"Y {topic}");

    public void Dispose() => _file.Dispose();

    private void Write(string line) => _file.Write(Encoding.ASCII.GetBytes(line + "\n"));
}
