using OrleansRocket.Silo.RocketMq;

namespace OrleansRocket.Tests.Silo.RocketMq;

public sealed class PropertyFileTests
{
    [Theory]
    [InlineData("key=value", "key", "value")]
    [InlineData("  key =  value  ", "key", "value")]
    [InlineData("key:value", "key", "value")]
    [InlineData("key value", "key", "value")]
    [InlineData("key=a=b:c d", "key", "a=b:c d")]
    [InlineData("key", "key", "")]
    [InlineData("key=", "key", "")]
    [InlineData(@"ke\=y=v\u0041\\", "ke=y", @"vA\")]
    [InlineData(@"path=C\:\\data\ttab", "path", "C:\\data\ttab")]
    public void A_line_is_a_key_and_a_value(string line, string key, string value) =>
        Assert.Equal((key, value), Assert.Single(PropertyFile.Parse([line])));

    [Fact]
    public void Comments_and_empty_lines_are_nothing_and_a_backslash_at_the_end_goes_on_in_the_next_line() =>
        Assert.Equal(
            [("peers", "n0;n1;n2"), ("last", "# no comment")],
            PropertyFile.Parse(["# a comment", "! another", "", "   ", @"peers=n0;\", @"    n1;\", "  n2", "last=# no comment"]));

    [Fact]
    public void A_file_that_ends_in_a_continued_line_keeps_it() =>
        Assert.Equal(("key", "value"), Assert.Single(PropertyFile.Parse([@"key=value\"])));
}
