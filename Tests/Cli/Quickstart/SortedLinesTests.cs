using System.Security.Cryptography;
using System.Text;
using OrleansRocket.Cli.Quickstart;

namespace OrleansRocket.Tests.Cli.Quickstart;

public sealed class SortedLinesTests
{
    [Fact]
    public void The_hash_is_that_of_sort_and_sha256sum()
    {
        // printf 'b\na\n\na b\n' | LC_ALL=C sort | sha256sum
        Assert.Equal("366881f8fa3556fd42411356a9b545c0b68774a2ac144da83e30d21f95aaceae", Hash("b", "a", "", "a b"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("\na\na b\nb\n"u8)), Hash("b", "a", "", "a b"));
    }

    [Fact]
    public void No_line_has_the_hash_of_nothing() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hash());

    [Fact]
    public void The_order_of_the_lines_does_not_matter_but_each_line_and_its_number_do()
    {
        var hash = Hash("one", "two", "two", "");

        Assert.Equal(hash, Hash("two", "", "one", "two"));
        Assert.NotEqual(hash, Hash("one", "two", ""));
        Assert.NotEqual(hash, Hash("one", "two", "two", "", ""));
        Assert.NotEqual(hash, Hash("one", "twp", "two", ""));
        Assert.NotEqual(Hash("a", "b"), Hash("ab"));
    }

    [Fact]
    public void Bytes_sort_as_bytes_also_where_the_first_eight_agree_or_a_line_ends_in_zeros() =>
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData([.. "12345678\n12345678\0\n123456789\n"u8, 0xC3, (byte)'\n', 0xFF, (byte)'\n'])),
            HashBytes(int.MaxValue, [0xFF], "123456789"u8.ToArray(), [0xC3], "12345678\0"u8.ToArray(), "12345678"u8.ToArray()));

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(50_000)]
    public void Memory_is_bounded_by_temporary_files_that_change_nothing(int maxBytesInMemory)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            var lines = Enumerable.Range(0, maxBytesInMemory == 1 ? 50 : 3000).Select(_ => $"{random.Next(500)} {new string('x', random.Next(80))}").ToArray();

            using var sorted = new SortedLines(maxBytesInMemory);
            foreach (var line in lines)
                sorted.Add(Encoding.UTF8.GetBytes(line));

            Assert.Equal((lines.Length, lines.Sum(line => line.Length)), (sorted.Count, sorted.Bytes));
            Assert.True(Naive(lines) == sorted.Sha256(), $"the hash differs with seed {seed}");
        }
    }

    [Fact]
    public void A_line_larger_than_the_gathering_buffer_is_hashed_whole()
    {
        var large = new string('y', 200_000);

        Assert.Equal(Naive([large, "a", large]), Hash(large, "a", large));
    }

    private static string Naive(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Order(StringComparer.Ordinal).Select(line => line + "\n")))));

    private static string Hash(params string[] lines) => HashBytes(int.MaxValue, [.. lines.Select(Encoding.UTF8.GetBytes)]);

    private static string HashBytes(int maxBytesInMemory, params byte[][] lines)
    {
        using var sorted = new SortedLines(maxBytesInMemory);
        foreach (var line in lines)
            sorted.Add(line);
        return sorted.Sha256();
    }
}
