using System.CommandLine.Parsing;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("Required command", "")]
    [InlineData("Required command", "log")]
    [InlineData("Required command", "topic")]
    [InlineData("Required command", "group")]
    [InlineData("Required command", "cluster")]
    [InlineData("Required command", "broker")]
    [InlineData("Required command", "context")]
    [InlineData("Required command", "message")]
    [InlineData("--from is 'now'; it must be a time such as", "message query orders --from now --to now")]
    [InlineData("--property is 'x'; it must be NAME=VALUE", "message send orders --body b --property x")]
    [InlineData("'--body' is required", "message send orders")]
    [InlineData("--key-index is 'yes'; it must be on or off", "topic create orders --key-index yes")]
    [InlineData("'create'", "topic create")]
    [InlineData("'--quues'", "topic create orders --quues 4")]
    [InlineData("--queues is '0'; it must be a whole number, 1 to 1024", "topic create orders --queues 0")]
    [InlineData("--permission is 'all'; it must be readwrite, read, write, 6, 4 or 2", "topic create orders --permission all")]
    [InlineData("--replication is 'twice'; it must be single, async, sync or quorum", "topic create orders --replication twice")]
    [InlineData("--replicas is '6'; it must be a whole number, 1 to 5", "topic create orders --replicas 6")]
    [InlineData("'--to' is required", "topic reassign orders")]
    [InlineData("--to is 'a,,b'; it must be names of brokers, joined by commas", "topic reassign orders --to a,,b")]
    [InlineData("--to is 'a,b,a'; it names 'a' twice", "topic reassign orders --to a,b,a")]
    [InlineData("--queue is '1024'; it must be a whole number, 0 to 1023", "topic reassign orders --to a --queue 1024")]
    [InlineData("'--queue' is required", "topic promote orders --to a")]
    [InlineData("'decommission'", "broker decommission")]
    [InlineData("'--topic' is required", "topicStatus")]
    [InlineData("'--brokerAddr' is required", "brokerStatus")]
    [InlineData("--retention is '5x'; it must be a number with s, m, h or d behind it (seconds without), 1m to 36500d", "topic create orders --retention 5x")]
    [InlineData("--retention is '10s'; it must be", "topic create orders --retention 10s")]
    [InlineData("'ord/ers' has the character '/' at position 3", "topic create ord/ers")]
    [InlineData("'%SYS_META%' belongs to the system", "topic delete %SYS_META%")]
    [InlineData("'%SYS_META%' belongs to the system", "produce %SYS_META%")]
    [InlineData("'a b' has the character ' ' at position 1", "group describe a_b")]
    [InlineData("'--group' is required", "consume orders")]
    [InlineData("--from is 'middle'; it must be first, last, an offset (0 or more) or a time such as 2026-01-31T12:00:00Z", "consume orders --group g --from middle")]
    [InlineData("--from is '-1'; it must be", "consume orders --group g --from -1")]
    [InlineData("--count is '0'; it must be a whole number, 1 or more", "consume orders --group g --count 0")]
    [InlineData("--until-idle is 'long'; it must be", "consume orders --group g --until-idle long")]
    [InlineData("column 4: expected a tag", "consume orders --group g --tags a||")]
    [InlineData("--timeout is '0'; it must be", "produce orders --timeout 0")]
    [InlineData("'powershell' not recognized", "completion powershell")]
    [InlineData("'launch'", "launch")]
    [InlineData("'--inptu'", "quickstart --inptu x")]
    [InlineData("'extra'", "quickstart extra")]
    [InlineData("'--input'", "quickstart --input")]
    [InlineData("'--queue'", "log verify DIR --queue 1")]
    [InlineData("'dump'", "log dump")]
    [InlineData("--count is '-5'; it must be a whole number, 1 or more", "log dump DIR --count -5")]
    [InlineData("--count is '0'; it must be a whole number, 1 or more", "log dump DIR --count 0")]
    [InlineData("--count is 'ten'; it must be a whole number, 1 or more", "log dump DIR --count ten")]
    [InlineData("--from is '-1'; it must be a whole number, 0 or more", "log dump DIR --from -1")]
    [InlineData("--from is '99999999999999999999'; it must be a whole number", "log dump DIR --from 99999999999999999999")]
    [InlineData("--queue is '1024'; it must be a whole number, 0 to 1023", "log dump DIR --queue 1024")]
    [InlineData("'a/b' has the character '/' at position 1", "log dump DIR --topic a/b")]
    public async Task A_wrong_command_line_is_one_line_that_names_what_is_wrong_and_exit_code_2(string named, string commandLine)
    {
        var run = await CommandRun.Of([.. commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace("a_b", "a b", StringComparison.Ordinal))]);

        run.Refused(ExitCode.Usage, named, "--help");
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("replicas is 2; it must be 3 or 5 with replication Quorum", "topic create orders --replication quorum --replicas 2")]
    [InlineData("replicas is 3; it must be 1 with replication Single", "topic create orders --replicas 3")]
    [InlineData("--to names 2 brokers; with --from it must be one", "topic reassign orders --from a --to b,c")]
    [InlineData("--from and --to are both 'a'", "topic reassign orders --from a --to a")]
    public async Task Options_that_contradict_each_other_are_refused_before_anything_is_tried(string named, string commandLine) =>
        (await CommandRun.Of(commandLine.Split(' '))).Refused(ExitCode.Usage, named);

    [Fact]
    public async Task A_topic_name_that_is_too_long_is_refused_with_the_limit() =>
        (await CommandRun.Of("log", "dump", "DIR", "--topic", new string('x', 128))).Refused(ExitCode.Usage, "128 characters", "limit is 127");

    [Theory]
    [InlineData("--data")]
    [InlineData("--input")]
    [InlineData("--acks")]
    public async Task What_cannot_be_a_path_is_refused(string option)
    {
        (await CommandRun.Of("quickstart", option, "")).Refused(ExitCode.Usage, $"{option} is ''");
        (await CommandRun.Of("quickstart", option, "a\0b")).Refused(ExitCode.Usage, $"{option} is 'a?b'");
    }

    [Theory]
    [InlineData("", "quickstart", "topic", "produce", "consume", "group", "cluster", "broker", "log", "context", "bench", "completion", "clusterList", "brokerStatus", "topicRoute", "topicStatus")]
    [InlineData("log", "dump", "verify")]
    [InlineData("topic", "create", "update", "delete", "list", "describe", "reassign", "promote")]
    [InlineData("group", "list", "describe", "delete")]
    [InlineData("cluster", "list", "rebalance")]
    [InlineData("broker", "status", "decommission")]
    [InlineData("context", "add", "use", "list", "remove")]
    public async Task Help_names_every_command(string command, params string[] commands)
    {
        var run = await CommandRun.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.All(commands, name => Assert.Contains($"  {name} ", run.Out, StringComparison.Ordinal));
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("quickstart")]
    [InlineData("log dump")]
    [InlineData("log verify")]
    [InlineData("topic create")]
    [InlineData("topic update")]
    [InlineData("topic delete")]
    [InlineData("topic list")]
    [InlineData("topic describe")]
    [InlineData("topic reassign")]
    [InlineData("topic promote")]
    [InlineData("produce")]
    [InlineData("consume")]
    [InlineData("group list")]
    [InlineData("group describe")]
    [InlineData("group delete")]
    [InlineData("cluster list")]
    [InlineData("cluster rebalance")]
    [InlineData("clusterList")]
    [InlineData("brokerStatus")]
    [InlineData("topicRoute")]
    [InlineData("topicStatus")]
    [InlineData("broker status")]
    [InlineData("broker decommission")]
    [InlineData("context add")]
    [InlineData("context use")]
    [InlineData("context list")]
    [InlineData("context remove")]
    [InlineData("completion")]
    public async Task Help_of_a_command_ends_with_examples_that_parse(string command)
    {
        var run = await CommandRun.Of([.. command.Split(' '), "--help"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        var examples = run.Out[run.Out.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var line = example[example.IndexOf("rocket ", StringComparison.Ordinal)..].Split([" | ", ")"], StringSplitOptions.None)[0];
            var words = CommandLineParser.SplitCommandLine(line).Skip(1);
            var parsed = await CommandRun.Of([.. words, "--no-such-option"]);
            Assert.Contains("unrecognized command or argument '--no-such-option'", Assert.Single(parsed.ErrorLines), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_word_that_begins_with_an_at_sign_is_not_a_file_of_words()
    {
        var run = await CommandRun.Of("log", "verify", "@/etc/hostname");

        run.Refused(ExitCode.Failed, "@/etc/hostname");
    }

    [Fact]
    public async Task The_version_is_printed()
    {
        var run = await CommandRun.Of("--version");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Out);
    }
}
