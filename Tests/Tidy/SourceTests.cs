using System.Text.RegularExpressions;

namespace OrleansRocket.Tests.Tidy;

/// <summary>The rules of CONTRIBUTING.md, enforced.</summary>
public sealed partial class SourceTests
{
    private const int MaxFileLines = 600;
    private const int MaxFunctionLines = 70;

    /// <summary>The default implementations of the seams, and what names a cluster or a call chain outside of any simulation.</summary>
    private static readonly string[] AmbientByDesign =
    [
        "Embedded/Grains/RequestContext.Reentrancy.cs",
        "Embedded/TestingHost/InProcessTestClusterBuilder.cs",
        "Embedded/Turns/SystemRandomSource.cs",
    ];

    [Fact]
    public void No_file_is_longer_than_600_lines() =>
        None(Repository.Files(".cs").Where(file => Repository.Lines(file).Length > MaxFileLines));

    [Fact]
    public void No_function_is_longer_than_70_lines() =>
        None(Repository.Files(".cs").SelectMany(file => LongFunctions(file, Repository.Lines(file))));

    [Fact]
    public void The_check_of_function_length_finds_a_long_function()
    {
        string[] source = ["internal sealed class C", "{", "    void M()", "    {", .. Enumerable.Repeat("        x++;", 71), "    }", "}"];
        Assert.Equal("C.cs:3", Assert.Single(LongFunctions("C.cs", source)));
    }

    [Fact]
    public void Nothing_is_left_unfinished() => None(Matches(Repository.Files(".cs"), Unfinished()));

    [Fact]
    public void No_code_is_commented_out() => None(Matches(Repository.Files(".cs"), CommentedOut()));

    [Fact]
    public void Product_code_takes_time_and_randomness_from_outside() =>
        None(Matches(Repository.ProductSources().Except(AmbientByDesign), Ambient()));

    [Fact]
    public void Log_events_have_the_ids_of_their_project_and_none_is_used_twice()
    {
        (string Folder, int First)[] ranges = [("Log/", 1000), ("Grains/", 2000), ("Client/", 3000), ("Cli/", 4000), ("Silo/", 5000), ("Embedded/", 9000)];
        var used = new Dictionary<int, string>();
        var wrong = new List<string>();
        foreach (var file in Repository.ProductSources())
        {
            foreach (Match match in EventId().Matches(Repository.Text(file)))
            {
                var id = int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
                var range = ranges.SingleOrDefault(range => file.StartsWith(range.Folder, StringComparison.Ordinal));
                if (id < range.First || id >= range.First + 1000)
                    wrong.Add($"{file}: {id} is outside of its project's range");
                if (!used.TryAdd(id, file))
                    wrong.Add($"{file}: {id} is used in {used[id]} too");
            }
        }

        None(wrong);
    }

    private static IEnumerable<string> LongFunctions(string file, string[] lines)
    {
        var start = -1;
        for (var index = 1; index < lines.Length; index++)
        {
            if (lines[index] == "    {" && !TypeDeclaration().IsMatch(Declaration(lines, index)))
                start = index;
            else if (lines[index] is "    }" or "    };" && start >= 0)
            {
                if (index - start - 1 > MaxFunctionLines)
                    yield return $"{file}:{start}";
                start = -1;
            }
        }
    }

    /// <summary>The declaration that ends before a line, which may have been wrapped.</summary>
    private static string Declaration(string[] lines, int end)
    {
        var first = end - 1;
        while (first > 0 && lines[first].StartsWith("        ", StringComparison.Ordinal))
            first--;
        return string.Join(' ', lines[first..end]);
    }

    private static IEnumerable<string> Matches(IEnumerable<string> files, Regex forbidden) =>
        from file in files
        where !file.StartsWith("Tests/Tidy/", StringComparison.Ordinal)
        let lines = Repository.Lines(file)
        from number in Enumerable.Range(0, lines.Length)
        where forbidden.IsMatch(lines[number])
        select $"{file}:{number + 1}: {lines[number].Trim()}";

    private static void None(IEnumerable<string> findings)
    {
        var found = findings.ToList();
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|#pragma warning disable(?! CS)")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^\s*//[^/].*(;|\{|\})\s*$")]
    private static partial Regex CommentedOut();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bThread\.Sleep\(|\bGuid\.NewGuid\(|\bTask\.Delay\([^,()]*(\([^()]*\))?[^,()]*\)")]
    private static partial Regex Ambient();

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex(@"\b(class|struct|record|interface|enum|namespace)\b")]
    private static partial Regex TypeDeclaration();
}
