using System.Globalization;

namespace OrleansRocket.Tests.Crash;

/// <summary>What a process had promised of one queue when it died; <see cref="CrashHost.AckWriter"/> wrote it.</summary>
internal sealed class AckedQueue
{
    /// <summary>Leader epochs of the promised records, by offset.</summary>
    public SortedDictionary<long, int> Records { get; } = [];

    /// <summary>The offset after the last promised record.</summary>
    public long EndOffset => Records.Count == 0 ? 0 : Records.Keys.Last() + 1;

    /// <summary>The offset at which the last batch begins; -1 when none is promised.</summary>
    public long LastBatch { get; private set; } = -1;

    /// <summary>The highest epoch that is promised.</summary>
    public int Epoch { get; private set; }

    /// <summary>Records from here on may be gone, because the process died while it cut the log; null when it did not.</summary>
    public long? MayEndAt { get; private set; }

    /// <summary>The process died while it deleted the queue: it is whole or gone.</summary>
    public bool MayBeGone { get; private set; }

    /// <summary>Reads the promises of all queues. A last line that is not complete was not promised.</summary>
    public static Dictionary<string, AckedQueue> Read(string path)
    {
        var queues = CrashHost.CrashQueue.All.ToDictionary(queue => queue.Topic, _ => new AckedQueue());
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            queues[words[1]].Apply(words[0], [.. words.Skip(2).Select(word => long.Parse(word, CultureInfo.InvariantCulture))]);
        }

        return queues;
    }

    private void Apply(string what, long[] numbers)
    {
        switch (what)
        {
            case "A":
                for (var offset = numbers[0]; offset < numbers[1]; offset++)
                    Records[offset] = (int)numbers[2];
                LastBatch = numbers[0];
                break;
            case "E":
                Epoch = (int)numbers[0];
                break;
            case "C":
                MayEndAt = numbers[0];
                break;
            case "D":
                EndsAt(numbers[0]);
                break;
            case "X":
                MayBeGone = true;
                break;
            case "Y":
                EndsAt(0);
                break;
            default:
                throw new InvalidDataException($"An acknowledgement begins with '{what}'.");
        }
    }

    private void EndsAt(long endOffset)
    {
        foreach (var offset in Records.Keys.Where(offset => offset >= endOffset).ToList())
            Records.Remove(offset);
        (MayEndAt, MayBeGone, LastBatch) = (null, false, -1);
    }
}
