using Orleans.Serialization;
using static OrleansRocket.Tests.Engine.Serialization.SerializerFixture;

namespace OrleansRocket.Tests.Engine.Serialization;

public sealed class ExceptionTests
{
    [Fact]
    public void An_exception_keeps_type_message_inner_exception_and_stack()
    {
        var back = RoundTrip(Thrown(new InvalidOperationException("outer", new TimeoutException("inner"))));

        Assert.IsType<InvalidOperationException>(back);
        Assert.Equal("outer", back.Message);
        Assert.IsType<TimeoutException>(back.InnerException);
        Assert.Equal("inner", back.InnerException.Message);
        Assert.Contains(nameof(Thrown), back.StackTrace, StringComparison.Ordinal);
        Assert.Equal(new InvalidOperationException().HResult, back.HResult);
    }

    [Fact]
    public void A_marked_exception_keeps_its_own_members()
    {
        Exception value = Thrown(new QuotaException("too much", new ArgumentNullException("x")) { Limit = 12, Resource = "disk" });
        var back = Assert.IsType<QuotaException>(RoundTrip(value));

        Assert.Equal(("too much", 12, "disk"), (back.Message, back.Limit, back.Resource));
        Assert.IsType<ArgumentNullException>(back.InnerException);
        Assert.Contains(nameof(Thrown), back.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void All_inner_exceptions_of_an_aggregate_arrive()
    {
        var back = RoundTrip(new AggregateException("many", new InvalidOperationException("1"), new QuotaException("2") { Limit = 2 }));
        Assert.Equal(2, back.InnerExceptions.Count);
        Assert.Equal(2, Assert.IsType<QuotaException>(back.InnerExceptions[1]).Limit);
        Assert.StartsWith("many", back.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_can_be_a_member() =>
        Assert.Equal("m", Assert.IsType<QuotaException>(RoundTrip(new Generic<Exception> { Value = new QuotaException("m") }).Value).Message);

    [Fact]
    public void An_exception_can_be_thrown_again_after_its_journey()
    {
        var back = RoundTrip(Thrown(new QuotaException("x")));
        Assert.Throws<QuotaException>(void () => throw back);
    }

    [Fact]
    public void A_type_without_a_codec_is_named_in_the_error()
    {
        var write = Assert.Throws<CodecNotFoundException>(() => SerializerFixture.Serializer.SerializeToArray(new Unmarked()));
        Assert.Contains(typeof(Unmarked).FullName!, write.Message, StringComparison.Ordinal);

        var inside = Assert.Throws<CodecNotFoundException>(() => SerializerFixture.Serializer.SerializeToArray(new Zoo { Anything = new Unmarked() }));
        Assert.Contains(typeof(Unmarked).FullName!, inside.Message, StringComparison.Ordinal);

        var copy = Assert.Throws<CodecNotFoundException>(() => Copier.Copy(new Unmarked()));
        Assert.Contains(typeof(Unmarked).FullName!, copy.Message, StringComparison.Ordinal);
    }

    private static T Thrown<T>(T exception)
        where T : Exception
    {
        try
        {
            throw exception;
        }
        catch (T e)
        {
            return e;
        }
    }
}
