using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Lines;

/// <summary>Where the lines come from.</summary>
internal sealed class LineInput : IAsyncDisposable
{
    private const string SampleResource = "OrleansRocket.Cli.Quickstart.sample.txt";

    /// <summary>What stands for standard input in the place of a file's name.</summary>
    public const string StandardInput = "-";

    private LineInput(Stream stream, string name, long? length, bool isFile)
    {
        Stream = stream;
        Name = name;
        Length = length;
        IsFile = isFile;
    }

    public Stream Stream { get; }

    /// <summary>Its name in reports.</summary>
    public string Name { get; }

    /// <summary>Its size in bytes, or null when nobody knows.</summary>
    public long? Length { get; }

    /// <summary>Whether it is a file of the user's.</summary>
    public bool IsFile { get; }

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="CommandException">It cannot be read.</exception>
    public static LineInput Open(string path, Terminal terminal) => path == StandardInput
        ? new LineInput(terminal.OpenInput(), "standard input", length: null, isFile: false)
        : OpenFile(path);

    /// <summary>Opens the bundled sample.</summary>
    public static LineInput OpenSample()
    {
        var sample = typeof(LineInput).Assembly.GetManifestResourceStream(SampleResource)!;
        return new LineInput(sample, "the bundled sample", sample.Length, isFile: false);
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    private static LineInput OpenFile(string path)
    {
        if (Directory.Exists(path))
            throw new CommandException(ExitCode.Failed, $"cannot read input file '{path}': it is a directory");
        try
        {
            // The reader has blocks of its own.
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return new LineInput(stream, path, stream.CanSeek ? stream.Length : null, isFile: true);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException(ExitCode.Failed, $"cannot read input file '{path}': it does not exist", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException(ExitCode.Failed, $"cannot read input file '{path}': {failure.Message}", failure);
        }
    }
}
