using System.Buffers.Text;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Verify;

namespace OrleansRocket.Tests.Crash;

/// <summary>
/// Reads the topic <c>quickstart</c> of a data directory offline and knows which offsets came from which round, so that a line that an
/// earlier round acknowledged cannot be mistaken for the same line of a later one. Lines begin with their number.
/// </summary>
internal sealed class StoredLines(string dataDirectory)
{
    private const string Topic = "quickstart";
    private const int Queues = 4;

    private readonly List<(long[] Ends, int Acked)> _rounds = [];

    public long TotalStored => _rounds.Count == 0 ? 0 : _rounds[^1].Ends.Sum();

    /// <summary>Notes what a round has stored, and checks that it holds every line that was acknowledged.</summary>
    /// <returns>The number of lines that it has stored.</returns>
    public int AddRound(int acked)
    {
        var starts = _rounds.Count == 0 ? new long[Queues] : _rounds[^1].Ends;
        var ends = (long[])starts.Clone();
        var lines = new HashSet<int>();
        using var verifier = new LogVerifier(dataDirectory);
        for (var queue = 0; queue < Queues; queue++)
        {
            foreach (var (offset, line) in Lines(verifier, queue, starts[queue]))
            {
                Assert.True(lines.Add(line), $"line {line} is stored twice");
                ends[queue] = offset + 1;
            }
        }

        _rounds.Add((ends, acked));
        CheckHolds(lines, acked, _rounds.Count);
        return lines.Count;
    }

    /// <summary>Checks that every round still holds what it acknowledged, after all the kills and recoveries since.</summary>
    public void CheckAllRounds()
    {
        var lines = _rounds.ConvertAll(_ => new HashSet<int>());
        using var verifier = new LogVerifier(dataDirectory);
        for (var queue = 0; queue < Queues; queue++)
        {
            var round = 0;
            foreach (var (offset, line) in Lines(verifier, queue, from: 0))
            {
                while (offset >= _rounds[round].Ends[queue])
                    round++;
                lines[round].Add(line);
            }
        }

        for (var round = 0; round < _rounds.Count; round++)
            CheckHolds(lines[round], _rounds[round].Acked, round + 1);
    }

    private static void CheckHolds(HashSet<int> lines, int acked, int round)
    {
        var lost = Enumerable.Range(1, acked).Where(line => !lines.Contains(line)).Take(10).ToList();
        Assert.True(lost.Count == 0, $"round {round} acknowledged {acked} lines, but lost {string.Join(", ", lost)} ...");
    }

    private static IEnumerable<(long Offset, int Line)> Lines(LogVerifier verifier, int queue, long from)
    {
        if (!verifier.Queues().Contains((Topic, queue)))
            yield break;
        foreach (var stored in verifier.Batches(Topic, queue))
        {
            if (stored.Check != BatchCheck.Ok || RecordBatchHeader.LastOffset(stored.Bytes.Span) < from)
                continue;
            foreach (var found in Decode(stored, from))
                yield return found;
        }
    }

    private static List<(long Offset, int Line)> Decode(in StoredBatch stored, long from)
    {
        var lines = new List<(long, int)>();
        Assert.True(RecordBatch.TryRead(stored.Bytes, out var batch, out _));
        foreach (var record in batch.Records)
        {
            if (record.Offset < from)
                continue;
            Assert.True(Utf8Parser.TryParse(record.Body.Span, out int line, out _));
            lines.Add((record.Offset, line));
        }

        return lines;
    }
}
