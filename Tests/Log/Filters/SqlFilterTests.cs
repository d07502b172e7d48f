using OrleansRocket.Log.Filters;
using OrleansRocket.Log.Records;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Log.Filters;

public sealed class SqlFilterTests
{
    private static readonly RecordModel Message = Judge.Record(
        ("a", "1"), ("b", "2"), ("word", "abc"), ("s", "it's"), ("t", "true"), ("f", "false"), ("d", "1.5"), ("neg", "-5"), ("empty", ""), ("big", "9223372036854775807"),
        ("城市", "上海"), ("city", "上海"), ("a", "second"), ("TAGS", "no tag"), ("$x_1", "y")) with
    { Tag = "A", Keys = "k1 k2" };

    [Theory]
    [InlineData("a = '1'")]
    [InlineData("a = 1")]
    [InlineData("1 = a")]
    [InlineData("a = 1L")]
    [InlineData("a = 1.0")]
    [InlineData("a > 0 AND a < 2")]
    [InlineData("a>0 and a<2")]
    [InlineData("a BETWEEN 0 AND 2")]
    [InlineData("a BETWEEN 1 AND 1")]
    [InlineData("b NOT BETWEEN 0 AND 1")]
    [InlineData("d > 1.4")]
    [InlineData("d >= 1.5 AND d <= 15E-1")]
    [InlineData("d = .15e+1")]
    [InlineData("neg < 0")]
    [InlineData("neg = -5")]
    [InlineData("neg BETWEEN -6 AND -+4")]
    [InlineData("s = 'it''s'")]
    [InlineData("1 = 1")]
    [InlineData("1 = '1'")]
    [InlineData("TRUE")]
    [InlineData("NOT FALSE")]
    [InlineData("NOT NOT (a = 1)")]
    [InlineData("t = TRUE")]
    [InlineData("f = FALSE")]
    [InlineData("word = FALSE")]
    [InlineData("TRUE = t")]
    [InlineData("(a = 1) = (b = 2)")]
    [InlineData("(a = 1) = t")]
    [InlineData("(a = 1) <> (b = 1)")]
    [InlineData("a = 1 = TRUE")]
    [InlineData("a > 0 = TRUE")]
    [InlineData("(a) = (1)")]
    [InlineData("a <> 2")]
    [InlineData("a != 2")]
    [InlineData("a < b")]
    [InlineData("word <> s")]
    [InlineData("a IN ('1')")]
    [InlineData("a IN ('0', '1', '2', '3', '4', '5', '6')")]
    [InlineData("a NOT IN ('2', 'x')")]
    [InlineData("word CONTAINS 'b'")]
    [InlineData("word contains 'abc'")]
    [InlineData("word NOT CONTAINS 'd'")]
    [InlineData("word STARTSWITH 'ab'")]
    [InlineData("word NOT STARTSWITH 'b'")]
    [InlineData("word ENDSWITH 'bc'")]
    [InlineData("word NOT ENDSWITH 'b'")]
    [InlineData("city = '上海'")]
    [InlineData("city STARTSWITH '上'")]
    [InlineData("empty = ''")]
    [InlineData("empty IS NOT NULL")]
    [InlineData("missing IS NULL")]
    [InlineData("NULL IS NULL")]
    [InlineData("1 IS NOT NULL")]
    [InlineData("(missing = 1) IS NULL")]
    [InlineData("a = 1 IS NOT NULL")]
    [InlineData("TAGS = 'A'")]
    [InlineData("TAGS IN ('B', 'A')")]
    [InlineData("KEYS CONTAINS 'k2'")]
    [InlineData("$x_1 = 'y'")]
    [InlineData("a = 1 -- comment")]
    [InlineData("a = /* one */ 1 -- two\n AND b = 2")]
    [InlineData("\t a\r\n=\f1")]
    [InlineData("a = 2 OR b = 2")]
    [InlineData("a = 1 OR b = 1 AND b = 3")]
    [InlineData("big = 9223372036854775807")]
    [InlineData("big > 9223372036854775806")]
    [InlineData("big > -9223372036854775808")]
    [InlineData("big >= 9.2E18")]
    public void What_is_true_matches(string expression) => Assert.True(Judge.Truth(expression, Message));

    [Theory]
    [InlineData("FALSE")]
    [InlineData("a = 2")]
    [InlineData("a = '1.0'")]
    [InlineData("a > 1")]
    [InlineData("a < 1")]
    [InlineData("a NOT BETWEEN 0 AND 2")]
    [InlineData("word = 'ABC'")]
    [InlineData("t = FALSE")]
    [InlineData("word = TRUE")]
    [InlineData("(a = 1 OR b = 1) AND b = 3")]
    [InlineData("a IN ('01', '10')")]
    [InlineData("word STARTSWITH 'bc'")]
    [InlineData("word ENDSWITH 'ab'")]
    [InlineData("word CONTAINS 'abcd'")]
    [InlineData("TAGS = 'no tag'")]
    [InlineData("TAGS IS NULL")]
    [InlineData("a = 'second'")]
    [InlineData("a IS NULL")]
    [InlineData("1 IS NULL")]
    [InlineData("big < 9223372036854775807")]
    public void What_is_false_does_not(string expression) => Assert.False(Judge.Truth(expression, Message));

    [Theory]
    [InlineData("missing = 1")]
    [InlineData("missing <> 1")]
    [InlineData("1 <> missing")]
    [InlineData("missing = 'x'")]
    [InlineData("missing = missing")]
    [InlineData("missing > 1")]
    [InlineData("missing = TRUE")]
    [InlineData("missing IN ('x')")]
    [InlineData("missing NOT IN ('x')")]
    [InlineData("missing CONTAINS 'x'")]
    [InlineData("missing NOT CONTAINS 'x'")]
    [InlineData("missing BETWEEN 1 AND 2")]
    [InlineData("a BETWEEN missing AND 2")]
    [InlineData("A = 1")]
    [InlineData("tags = 'A'")]
    [InlineData("word = 1")]
    [InlineData("word > 1")]
    [InlineData("word > a")]
    [InlineData("empty = 0")]
    [InlineData("(missing = 1) = TRUE")]
    public void What_cannot_be_told_does_neither(string expression) => Assert.Null(Judge.Truth(expression, Message));

    [Theory]
    [InlineData(" 1", null)]
    [InlineData("+1", true)]
    [InlineData("01", true)]
    [InlineData("1.", true)]
    [InlineData("1e0", true)]
    [InlineData("1e999", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1,000", null)]
    [InlineData("0x1", null)]
    [InlineData("--1", null)]
    [InlineData("1_0", null)]
    [InlineData("１", null)]
    [InlineData("1000000000000000000", false)]
    [InlineData("99999999999999999999", false)]
    public void A_property_is_read_as_a_number_when_all_of_it_is_one(string value, bool? isOne) =>
        Assert.Equal(isOne, Judge.Truth("n = 1", Judge.Record(("n", value))));

    [Fact]
    public void Neighbouring_large_integers_are_told_apart()
    {
        // As floating point numbers they would be the same.
        var record = Judge.Record(("n", "9007199254740993"));
        Assert.True(Judge.Truth("n > 9007199254740992", record));
        Assert.False(Judge.Truth("n = 9007199254740992", record));
    }

    [Fact]
    public void A_record_without_anything_has_neither_tag_nor_keys_nor_properties()
    {
        Assert.True(Judge.Truth("TAGS IS NULL AND KEYS IS NULL AND a IS NULL", new RecordModel()));
        Assert.Null(Judge.Truth("TAGS = ''", new RecordModel { Properties = [new("TAGS", ""), new("", "")] }));
    }

    [Theory]
    [InlineData("TAGS = 'A'", "A")]
    [InlineData("'A' = TAGS AND a = 1", "A")]
    [InlineData("TAGS IN ('A', 'B')", "A", "B")]
    [InlineData("TAGS = 'A' OR TAGS = 'B' AND a = 1", "A", "B")]
    [InlineData("TAGS IN ('A', 'B') AND TAGS IN ('B', 'C')", "B")]
    public void A_filter_that_asks_for_tags_skips_batches_by_their_mask(string expression, params string[] tags) =>
        Assert.Equal(tags.Aggregate(0UL, (mask, tag) => mask | TagHash.MaskBit(TagHash.Of(tag))), SqlFilter.Parse(expression).TagMask);

    [Theory]
    [InlineData("a = 1")]
    [InlineData("TAGS = 'A' OR a = 1")]
    [InlineData("NOT (TAGS = 'A')")]
    [InlineData("TAGS <> 'A'")]
    [InlineData("TAGS NOT IN ('A')")]
    [InlineData("TAGS STARTSWITH 'A'")]
    [InlineData("TAGS IS NULL")]
    [InlineData("(TAGS = 'A') = FALSE")]
    public void A_filter_that_other_tags_may_match_looks_at_every_batch(string expression) =>
        Assert.Equal(ulong.MaxValue, SqlFilter.Parse(expression).TagMask);
}
