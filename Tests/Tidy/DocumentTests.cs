using System.Text.RegularExpressions;

namespace OrleansRocket.Tests.Tidy;

/// <summary>Documents must not lie: what they name exists.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_file_that_a_document_names_exists()
    {
        var missing =
            from document in Repository.Files(".md")
            let folder = Path.GetDirectoryName(document) ?? ""
            from name in Links(document).Select(link => Path.Combine(folder, link)).Concat(SourceFiles(document))
            where !Exists(name)
            select $"{document}: {name}";
        Assert.Empty(missing.Distinct());
    }

    [Fact]
    public void Every_promise_names_a_test_and_every_test_that_is_named_exists()
    {
        var methods = Repository.Files(".cs").Where(file => file.StartsWith("Tests/", StringComparison.Ordinal))
            .SelectMany(file => TestMethod().Matches(Repository.Text(file)).Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups[1].Value}"))
            .ToHashSet(StringComparer.Ordinal);
        var promises = Repository.Lines("docs/guarantees.md").Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.EndsWith("| proved by |", StringComparison.Ordinal)).ToList();
        Assert.True(promises.Count >= 30, $"docs/guarantees.md holds only {promises.Count} promises");
        foreach (var promise in promises)
        {
            var named = NamedTest().Matches(promise).Select(match => match.Groups[1].Value).ToList();
            Assert.True(named.Count > 0, $"no test proves: {promise}");
            Assert.All(named, test => Assert.True(methods.Contains(test), $"{test} does not exist; it should prove: {promise}"));
        }
    }

    [Fact]
    public void Every_decision_has_its_context_and_its_consequences()
    {
        foreach (var decision in Repository.Files(".md").Where(file => file.StartsWith("docs/adr/", StringComparison.Ordinal)))
        {
            foreach (var part in new[] { "**Context.**", "**Decision.**", "**Consequences.**" })
                Assert.Contains(part, Repository.Text(decision), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Links(string document) => Link().Matches(Repository.Text(document))
        .Select(match => match.Groups[1].Value)
        .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'))
        .Select(link => link.Split('#')[0]);

    private static IEnumerable<string> SourceFiles(string document) =>
        SourceFile().Matches(Repository.Text(document)).Select(match => match.Groups[1].Value);

    private static bool Exists(string name)
    {
        var path = Path.Combine(Repository.Root, name);
        return File.Exists(path) || Directory.Exists(path);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:Log|Grains|Grains\.Interfaces|Client|Cli|Bench|Embedded|Tests|Silo|deploy)/[\w./-]+\.\w+)`")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"public (?:async )?(?:static )?(?:void|Task|ValueTask) (\w+)\(")]
    private static partial Regex TestMethod();
}
