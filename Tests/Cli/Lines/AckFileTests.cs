using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Lines;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Lines;

public sealed class AckFileTests
{
    [Fact]
    public void Numbers_are_appended_one_a_line()
    {
        using var directory = new TestDirectory();
        var path = Path.Combine(directory.Path, "acks");
        File.WriteAllText(path, "7\n");

        using (var acks = AckFile.Open(path))
        {
            for (var line = 1L; line <= 20_000; line++)
                acks.Add(line);
        }

        Assert.Equal(["7", .. Enumerable.Range(1, 20_000).Select(line => $"{line}")], File.ReadLines(path));
    }

    [Fact]
    public void What_was_flushed_is_in_the_file_before_it_is_closed()
    {
        using var directory = new TestDirectory();
        var path = Path.Combine(directory.Path, "acks");
        using var acks = AckFile.Open(path);
        acks.Add(long.MaxValue);
        acks.Flush();

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Equal("9223372036854775807\n", reader.ReadToEnd());
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named()
    {
        var refused = Assert.Throws<CommandException>(() => AckFile.Open("/no/such/directory/acks"));

        Assert.Equal(ExitCode.Failed, refused.ExitCode);
        Assert.Contains("/no/such/directory/acks", refused.Message, StringComparison.Ordinal);
    }
}
