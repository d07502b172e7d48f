using System.Text.RegularExpressions;
using OrleansRocket.Examples;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Tidy;

namespace OrleansRocket.Tests.Examples;

/// <summary>The programs in docs/examples: each is built with the tests, and writes what its page says.</summary>
public sealed partial class ExampleTests
{
    private const string Page = "docs/examples/README.md";

    public static TheoryData<string> Names => [.. Example.All.Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_example_writes_what_its_page_says(string name)
    {
        await using var broker = await ExampleBroker.Start();
        await using var output = new StringWriter();
        await Example.All.Single(example => example.Name == name).Run(broker.Client, TextWriter.Synchronized(output)).WaitAsync(2 * RocketCluster.Patience);
        Assert.Equal(Outputs()[name], output.ToString());
    }

    [Fact]
    public async Task An_example_is_a_program_of_its_own()
    {
        using var program = ChildProcess.Start("OrleansRocket.Examples", "message-types");
        Assert.Equal(0, await program.End());
        Assert.Equal($"== message-types\n{Outputs()["message-types"]}", program.Out.TrimEnd('\n') + "\n");
        using var unknown = ChildProcess.Start("OrleansRocket.Examples", "none");
        Assert.Equal(2, await unknown.End());
        Assert.Contains("produce-and-consume", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_example_is_on_the_page_in_the_same_order() =>
        Assert.Equal(Example.All.Select(example => example.Name), Outputs().Keys);

    /// <summary>What the page says, by the name of the example.</summary>
    private static OrderedDictionary<string, string> Outputs()
    {
        var outputs = new OrderedDictionary<string, string>();
        foreach (Match section in Section().Matches(Repository.Text(Page)))
            outputs.Add(section.Groups[1].Value, section.Groups[2].Value);
        return outputs;
    }

    [GeneratedRegex(@"^## (\S+)\n(?:(?!^## ).*\n)*?```text\n((?:.*\n)*?)```$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
