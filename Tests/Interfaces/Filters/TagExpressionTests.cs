using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Interfaces.Filters;

public sealed class TagExpressionTests
{
    [Theory]
    [InlineData("*", "*")]
    [InlineData("", "*")]
    [InlineData("  ", "*")]
    [InlineData("a", "a")]
    [InlineData("a||b", "a || b")]
    [InlineData(" a ||  b || a ", "a || b")]
    [InlineData("b||a", "a || b")]
    public void An_expression_is_read_as_in_RocketMQ(string text, string plain) => Assert.Equal(plain, TagExpression.Parse(text).ToString());

    [Theory]
    [InlineData("a || ", 5)]
    [InlineData("|| a", 1)]
    [InlineData("a | b", 3)]
    [InlineData("a || b|c", 7)]
    [InlineData("||", 1)]
    [InlineData("a||||b", 4)]
    public void A_broken_expression_is_refused_where_it_goes_wrong(string text, int column)
    {
        var error = Assert.Throws<RocketException>(() => TagExpression.Parse(text));
        Assert.Equal(RocketError.InvalidFilter, error.Code);
        Assert.Contains($"'{text}' is wrong at column {column}:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_tags_with_one_hash_are_told_apart_by_their_text()
    {
        // "Aa" and "BB" have the same Java hash code.
        Assert.Equal(TagHash.Of("Aa"), TagHash.Of("BB"));
        var wanted = TagExpression.Parse("Aa");
        Assert.True(wanted.Matches(Record("Aa")));
        Assert.False(wanted.Matches(Record("BB")));
        Assert.False(wanted.Matches(Record(null)));
        Assert.True(TagExpression.All.Matches(Record(null)));
    }

    private static RecordView Record(string? tag)
    {
        using var builder = new RecordBatchBuilder();
        var data = new RecordData { Tag = tag };
        Assert.True(builder.TryAdd(in data));
        var bytes = builder.Build(0, 0, 0).ToArray();
        Assert.True(RecordBatch.TryRead(bytes, out var batch, out _));
        foreach (var record in batch.Records)
            return record;
        throw new InvalidOperationException("the batch has no record");
    }
}
