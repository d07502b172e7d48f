using OrleansRocket.Cli.Errors;
using OrleansRocket.Log.Errors;
using Failure = OrleansRocket.Silo.Errors.Failure;

namespace OrleansRocket.Tests.Cli.Errors;

public sealed class FailuresTests
{
    [Fact]
    public void A_command_says_its_own_exit_code_and_line() =>
        Assert.Equal(new Failure(ExitCode.Unreachable, "no broker"), Failures.Of(new CommandException(ExitCode.Unreachable, "no broker")));

    [Fact]
    public void What_a_host_has_wrapped_is_found()
    {
        var locked = new StoreLockedException("/data", 42);
        var wrapped = new InvalidOperationException("start failed", new AggregateException(new InvalidOperationException("other"), new InvalidOperationException("deeper", locked)));

        var failure = Failures.Of(wrapped);

        Assert.Equal(ExitCode.Failed, failure.ExitCode);
        Assert.Contains("/data", failure.Message, StringComparison.Ordinal);
        Assert.Contains("42", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_foreseen_failure_is_told_as_it_is()
    {
        Assert.Equal("topic 'x' does not exist", Failures.Of(new RocketException(RocketError.TopicNotFound, "topic 'x' does not exist")).Message);
        Assert.Equal("disk on fire", Failures.Of(new IOException("disk on fire")).Message);
        Assert.Equal("not yours", Failures.Of(new UnauthorizedAccessException("not yours")).Message);
    }

    [Theory]
    [InlineData(RocketError.ClusterUnavailable, ExitCode.Unreachable)]
    [InlineData(RocketError.StoreUnavailable, ExitCode.Unreachable)]
    [InlineData(RocketError.NoStoreAvailable, ExitCode.Unreachable)]
    [InlineData(RocketError.TopicNotFound, ExitCode.Failed)]
    [InlineData(RocketError.DiskFull, ExitCode.Failed)]
    [InlineData(RocketError.InvalidArgument, ExitCode.Failed)]
    public void A_broker_that_is_not_there_is_unreachable_and_one_that_refuses_is_not(RocketError code, int exitCode) =>
        Assert.Equal(new Failure(exitCode, "why"), Failures.Of(new RocketException(code, "why")));

    [Fact]
    public void A_send_that_ran_out_of_time_is_unreachable_unless_the_broker_gave_a_reason()
    {
        Assert.Equal(ExitCode.Unreachable, Failures.Of(new RocketException(RocketError.Timeout, "late", new SiloUnavailableException("gone"))).ExitCode);
        Assert.Equal(ExitCode.Failed, Failures.Of(new RocketException(RocketError.Timeout, "late", new RocketException(RocketError.DiskFull, "full"))).ExitCode);
    }

    [Fact]
    public void A_call_that_found_nobody_is_unreachable() =>
        Assert.Equal(new Failure(ExitCode.Unreachable, "no broker answers: gone"), Failures.Of(new SiloUnavailableException("gone")));

    [Fact]
    public void A_message_of_several_lines_becomes_one() =>
        Assert.Equal("first second", Failures.Of(new IOException("first\nsecond\r\n")).Message);

    [Fact]
    public void What_nobody_foresaw_is_called_an_internal_error_with_its_kind()
    {
        var failure = Failures.Of(new InvalidOperationException("boom"));

        Assert.Equal(ExitCode.Failed, failure.ExitCode);
        Assert.Contains("internal error: InvalidOperationException: boom", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_command_was_interrupted() =>
        Assert.Equal(new Failure(ExitCode.Interrupted, "interrupted"), Failures.Of(new TaskCanceledException()));
}
