using System.Text;
using OrleansRocket.Cli;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Tests.Cli;

/// <summary>What a command line did that ran in this process.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command line with nothing on standard input.</summary>
    public static Task<CommandRun> Of(params string[] args) => With(Stream.Null, CancellationToken.None, args);

    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command line.</summary>
    public static Task<CommandRun> With(Stream input, CancellationToken cancellationToken, params string[] args) =>
        In(terminal => terminal with { OpenInput = () => input }, cancellationToken, args);

    /// <summary>Runs a command line in a world that differs from that of a test: no input, no environment, nobody who watches.</summary>
    public static async Task<CommandRun> In(Func<Terminal, Terminal> world, CancellationToken cancellationToken, params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var bytes = new MemoryStream();
        var terminal = world(new Terminal { Out = output, Error = error, OpenInput = () => Stream.Null, OpenOutput = () => new UnclosedStream(bytes) });
        var exitCode = await RocketCommandLine.Run(args, terminal, cancellationToken);
        return new CommandRun(exitCode, output + Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }

    /// <summary>Expects one line on standard error and nothing else, with that exit code.</summary>
    public void Refused(int exitCode, params string[] parts)
    {
        Assert.Equal(exitCode, ExitCode);
        var line = Assert.Single(ErrorLines);
        Assert.StartsWith("rocket: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", Error, StringComparison.Ordinal);
    }

    /// <summary>What a command writes and closes, and the test reads.</summary>
    private sealed class UnclosedStream(Stream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => stream.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);
    }
}
