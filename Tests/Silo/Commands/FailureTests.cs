using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Tests.Silo.Commands;

public sealed class FailureTests
{
    [Fact]
    public void What_the_engine_refuses_is_told_in_its_own_words_on_one_line()
    {
        var failure = Failure.Of(new AggregateException(new InvalidOperationException("wrapped", new OrleansConfigurationException("the path is too long:\nthe limit is 107"))));

        Assert.Equal((1, "the path is too long: the limit is 107"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public void What_nobody_expected_is_named_without_a_stack_trace()
    {
        var failure = Failure.Of(new FormatException("odd"));

        Assert.Equal(1, failure.ExitCode);
        Assert.StartsWith("internal error: FormatException: odd", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_that_cannot_be_reached_has_its_own_exit_code() =>
        Assert.Equal(3, Failure.Of(new RocketException(RocketError.ClusterUnavailable, "nobody answers")).ExitCode);
}
