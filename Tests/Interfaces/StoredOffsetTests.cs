using System.Text;
using OrleansRocket.Groups;

namespace OrleansRocket.Tests.Interfaces;

public sealed class StoredOffsetTests
{
    [Fact]
    public void A_stored_offset_keeps_its_form()
    {
        Assert.Equal("42@7", Encoding.UTF8.GetString(new StoredOffset(42, 7).ToBytes()));
        Assert.Equal(new StoredOffset(42, 7), StoredOffset.Parse("42@7"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42@")]
    [InlineData("@7")]
    [InlineData("42@7x")]
    public void What_is_no_stored_offset_is_refused(string text) =>
        Assert.Throws<FormatException>(() => StoredOffset.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void The_key_of_an_offset_is_taken_apart_and_other_keys_are_left_alone()
    {
        Assert.True(OffsetKey.TryParse(OffsetKey.Prefix("billing") + new QueueName("orders", 3), out var group, out var queue));
        Assert.Equal(("billing", new QueueName("orders", 3)), (group, queue));
        Assert.False(OffsetKey.TryParse("owner/group/billing", out _, out _));
        Assert.False(OffsetKey.TryParse("offset/", out _, out _));
    }
}
