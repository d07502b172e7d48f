using OrleansRocket.Cli.Output;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Verify;

namespace OrleansRocket.Cli.Logs;

/// <summary>Prints records until there are enough. Damaged batches are named on standard error and left out.</summary>
internal sealed class RecordDump(CommandContext context)
{
    /// <summary>The first offset to print.</summary>
    public required long From { get; init; }

    /// <summary>How many records to print yet.</summary>
    public required long Remaining { get; set; }

    /// <summary>How many damaged places there were.</summary>
    public int Damages { get; private set; }

    /// <summary>Prints the records of one queue.</summary>
    public void Write(string topic, int queue, IEnumerable<StoredBatch> batches, CancellationToken cancellationToken)
    {
        if (Remaining == 0)
            return;
        foreach (var stored in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (stored.Check != BatchCheck.Ok)
                Tell(topic, queue, stored);
            else if (RecordBatch.TryRead(stored.Bytes, out var batch, out _) && batch.LastOffset >= From)
                Write(topic, queue, batch);
            if (Remaining == 0)
                return;
        }
    }

    private void Write(string topic, int queue, in RecordBatch batch)
    {
        foreach (var record in batch.Records)
        {
            if (record.Offset < From)
                continue;
            context.Output.WriteLine(DumpedRecord.Of(topic, queue, batch, record), OutputJson.Readable.DumpedRecord, RecordLine.Of);
            if (--Remaining == 0)
                return;
        }
    }

    private void Tell(string topic, int queue, in StoredBatch stored)
    {
        // Zeros, or nothing at all, is how every segment ends.
        if (stored.Bytes.Span.IndexOfAnyExcept((byte)0) < 0)
            return;
        Damages++;
        context.Terminal.Error.WriteLine($"{topic}/{queue}: {stored.File}, byte {stored.Position}: {stored.Check.Describe()}");
    }
}
