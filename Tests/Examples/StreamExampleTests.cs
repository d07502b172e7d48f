using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Tidy;

namespace OrleansRocket.Tests.Examples;

/// <summary>The application in docs/examples/streams.</summary>
public sealed class StreamExampleTests
{
    [Fact]
    public async Task It_writes_what_its_page_says()
    {
        var page = Repository.Text("docs/examples/streams/README.md");
        var expected = page.Split("```text\n")[1].Split("```")[0];
        using var program = ChildProcess.Start("OrleansRocket.StreamExample");
        Assert.Equal(0, await program.End());
        Assert.Equal(expected.TrimEnd('\n'), program.Out.TrimEnd('\n'));
    }
}
