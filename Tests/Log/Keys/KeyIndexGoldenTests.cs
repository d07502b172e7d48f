using System.Text.RegularExpressions;
using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Keys;
using OrleansRocket.Tests.Log.Files;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Log.Keys;

/// <summary>The golden file is the format: it was made by another encoder than the product's, of the golden stored batch, and never changes.</summary>
public sealed partial class KeyIndexGoldenTests
{
    private const string File = "Tests/Log/Keys/Golden/v1.keys";
    private static readonly IndexSummary Summary = new(4096, 4101, 415, 1_700_000_000_123, 1_700_000_000_123);

    private static byte[] Golden => System.IO.File.ReadAllBytes(RepositoryFile.PathOf(File));

    [Fact]
    public void The_index_of_the_golden_batch_is_the_golden_file()
    {
        using var files = new MemoryLogFiles();
        files.CreateDirectory("/d");
        var entries = new KeyEntries();
        entries.Add(RepositoryFile.Golden("v1-stored.bin"), 0, verify: true);
        entries.Sort();
        KeyIndexFile.Write(files, "/d/x.keys", Summary, entries.Span);
        using var written = files.Open("/d/x.keys", OrleansRocket.Log.Files.LogFileMode.ReadOnly);
        var bytes = new byte[written.Length];
        written.Read(bytes, 0);
        Assert.Equal(Convert.ToHexString(Golden), Convert.ToHexString(bytes));
    }

    [Fact]
    public void The_golden_file_finds_keys_and_ids()
    {
        using var files = new MemoryLogFiles();
        files.CreateDirectory("/d");
        using (var file = files.Open("/d/x.keys", OrleansRocket.Log.Files.LogFileMode.Create))
            file.Write(Golden, 0);
        var index = KeyIndexFile.Read(files, "/d/x.keys", Summary);
        Assert.NotNull(index);
        foreach (var (hash, count) in new[] { (KeyHash.Of("user-7"u8), 1), (KeyHash.Of("OrderID188"u8), 1), (KeyHash.OfId(OrleansRocket.Tests.Log.Records.Batches.ProducerId, 45), 1), (KeyHash.Of("user-8"u8), 0) })
        {
            var found = new List<int>();
            Assert.True(index.TryFind(files, "/d/x.keys", new KeyRange(hash, 0, 415, OldestFirst: false), found));
            Assert.Equal(Enumerable.Repeat(0, count), found);
        }
    }

    [Fact]
    public void The_format_page_shows_the_golden_file()
    {
        var page = System.IO.File.ReadAllText(RepositoryFile.PathOf("docs/format/key-index.md"));
        var hex = string.Concat(HexLine().Matches(page).Select(match => match.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(Convert.ToHexString(Golden), hex);
    }

    [GeneratedRegex("^[0-9A-F]{4}  ((?:[0-9A-F]{2} ?)+)", RegexOptions.Multiline)]
    private static partial Regex HexLine();
}
