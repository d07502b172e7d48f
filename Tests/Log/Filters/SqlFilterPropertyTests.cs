using System.Buffers;
using FsCheck.Fluent;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Records;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Log.Filters;

public sealed class SqlFilterPropertyTests
{
    [Fact]
    public void Any_expression_is_what_a_naive_evaluation_says()
    {
        var cases = from filter in NaiveFilter.Generator
                    from record in NaiveFilter.RecordGenerator
                    select (Filter: filter, Record: record);
        var seen = new HashSet<bool?>();
        Seeded.ForAll(cases, value =>
        {
            var expected = value.Filter.Truth(NaiveFilter.PropertiesOf(value.Record));
            Assert.Equal(expected, Judge.Truth(value.Filter.Sql, value.Record));
            seen.Add(expected);
        }, tests: 3_000);
        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public void A_filtered_batch_has_the_records_that_the_naive_evaluation_chooses()
    {
        var cases = from filter in NaiveFilter.Generator
                    from records in NaiveFilter.RecordGenerator.NonEmptyListOf()
                    select (Filter: filter, Records: records.ToArray());
        Seeded.ForAll(cases, value =>
        {
            var stored = Records.Batches.StoredAt(500, value.Records);
            var expected = value.Records.Where(record => value.Filter.Truth(NaiveFilter.PropertiesOf(record)) == true).ToList();
            var output = new ArrayBufferWriter<byte>();
            Assert.Equal(expected.Count > 0, RecordBatchFilter.CopyMatching(stored, SqlFilter.Parse(value.Filter.Sql), output));
            if (expected.Count == 0)
                return;
            var copy = Records.Batches.Read(output.WrittenMemory);
            copy.Verify();
            Assert.Equal(expected, Records.Batches.Views(copy).Select(RecordModel.Of));
            Assert.Equal((500, RecordBatchHeader.LastOffset(stored)), (copy.BaseOffset, copy.LastOffset));
        }, tests: 500);
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_a_column_inside_it()
    {
        var tokens = Gen.Elements(
            "a", "b", "TAGS", "1", "-", "+", "1.5", "'x'", "''", "'", "(", ")", ",", "=", "<>", "<", ">=", "AND", "OR", "NOT", "IN", "BETWEEN", "IS", "NULL", "TRUE", "CONTAINS",
            "LIKE", "--", "/*", "*/", "\n", "é", "\uD83D", "!", "e9", "9L");
        Seeded.ForAll(tokens.ListOf().Select(list => string.Join(' ', list)), text =>
        {
            try
            {
                SqlFilter.Parse(text);
            }
            catch (FilterSyntaxException error)
            {
                Assert.InRange(error.Column, 1, text.Length + 1);
            }
        }, tests: 3_000);
    }
}
