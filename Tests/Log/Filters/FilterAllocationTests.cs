using System.Buffers;
using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Records;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Log.Filters;

public sealed class FilterAllocationTests
{
    private const string Expression =
        "TAGS = 'A' AND KEYS CONTAINS 'k' AND a BETWEEN 1 AND 2.5 AND (word IN ('x', 'abc') OR missing = 1) AND NOT (t = FALSE) AND big > 1e3 AND word ENDSWITH 'c'";

    [Fact]
    public void Evaluating_allocates_nothing_however_many_records_there_are()
    {
        var matching = Judge.Record(("a", "1.5"), ("word", "abc"), ("t", "true"), ("big", "99999999999999999999")) with { Tag = "A", Keys = "k" };
        var batch = Records.Batches.StoredAt(0, [.. Enumerable.Range(0, 500).Select(index => index % 2 == 0 ? matching : matching with { Keys = "none" })]);
        var filter = SqlFilter.Parse(Expression);
        var output = new ArrayBufferWriter<byte>(2 * batch.Length);
        void Filter()
        {
            output.ResetWrittenCount();
            Assert.True(RecordBatchFilter.CopyMatching(batch, filter, output));
        }

        Filter();
        Assert.Equal(0, Allocations.Of(Filter));
        Assert.Equal(250, Records.Batches.Read(output.WrittenMemory).RecordCount);
    }
}
