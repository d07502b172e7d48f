using OrleansRocket.Log.Records;
using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Recovery;

/// <summary>
/// Walks a segment's batches from its beginning and publishes each sound one. Below the durable offset the header is enough
/// (what was flushed was verified when it was appended); above it every byte is verified.
/// </summary>
internal sealed class SegmentWalk(int indexInterval, bool gapsAreLegal)
{
    /// <summary>Offset that the next batch must begin with.</summary>
    public long NextOffset { get; set; }

    /// <summary>Leader epoch below which no batch may be.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches whose bodies were verified.</summary>
    public long Verified { get; private set; }

    /// <summary>Why the walk ended: <c>null</c> at zeros or the end of the file, else what is wrong there.</summary>
    public string? Problem { get; private set; }

    /// <summary>Walks; on return the segment ends before the first byte that is not a sound batch.</summary>
    public void Run(Segment segment, ReadOnlySpan<byte> bytes, long verifyFrom)
    {
        Problem = null;
        while (segment.EndPosition < bytes.Length)
        {
            var rest = bytes[(int)segment.EndPosition..];
            var check = RecordBatchHeader.CheckHeader(rest);
            if (check == BatchCheck.Empty)
                return;
            if (check == BatchCheck.Ok && RecordBatchHeader.LastOffset(rest) >= verifyFrom)
            {
                check = RecordBatchHeader.Check(rest);
                Verified++;
            }

            Problem = check != BatchCheck.Ok ? check.Describe() : WrongPlace(rest);
            if (Problem is not null)
                return;
            var length = RecordBatchHeader.Length(rest);
            if (length > rest.Length)
            {
                Problem = "the file ends inside the batch";
                return;
            }

            NextOffset = RecordBatchHeader.LastOffset(rest) + 1;
            Epoch = RecordBatchHeader.LeaderEpoch(rest);
            segment.Publish(rest[..RecordBatchHeader.Size], segment.EndPosition + length, indexInterval);
        }
    }

    /// <summary>A sound batch may still be one of an earlier life of the file, or come from elsewhere.</summary>
    private string? WrongPlace(ReadOnlySpan<byte> header)
    {
        var offset = RecordBatchHeader.BaseOffset(header);
        if (offset < NextOffset || (offset > NextOffset && !gapsAreLegal))
            return $"the batch begins with offset {offset} where {NextOffset} is due";
        var epoch = RecordBatchHeader.LeaderEpoch(header);
        return epoch < Epoch ? $"the batch has leader epoch {epoch} after {Epoch}" : null;
    }
}
