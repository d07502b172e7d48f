using System.Diagnostics;
using System.Text;

namespace OrleansRocket.StreamHost;

/// <summary>A file that outlives the process: a line for each event, with the time at which it was handled.</summary>
public sealed class Notes(string path)
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _gate = new();

    /// <summary>Writes a line. The event is handled when this returns, whatever becomes of the process.</summary>
    public void Add(string stream, string text)
    {
        lock (_gate)
            _file.Write(Encoding.UTF8.GetBytes($"{Stopwatch.GetTimestamp()} {stream} {text}\n"));
    }
}
