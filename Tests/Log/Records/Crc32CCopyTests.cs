using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

/// <summary>The copy that computes a checksum: the same bytes and the same checksum as two separate steps, wherever they lie.</summary>
public sealed class Crc32CCopyTests
{
    private const byte Untouched = 0xA5;
    private readonly byte[] _data = new byte[70_000];

    public Crc32CCopyTests() => new Random(20260101).NextBytes(_data);

    [Fact]
    public void Bytes_and_checksum_are_right_around_the_sizes_of_blocks()
    {
        int[] edges = [0, 64, 3 * 256, 3 * 2048, 6 * 2048, (6 * 2048) + 64, 9 * 2048, (18 * 2048) + (3 * 256), 65_000];
        foreach (int length in edges.SelectMany(edge => Enumerable.Range(Math.Max(0, edge - 20), 40)))
        {
            AssertCopied(length, from: length % 9, to: length % 71);
        }
    }

    [Fact]
    public void Bytes_and_checksum_are_right_at_every_alignment()
    {
        for (int to = 0; to < 130; to++)
        {
            AssertCopied(20_000, from: to * 7 % 67, to);
        }
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused_and_not_touched()
    {
        byte[] destination = NewDestination(19_999);
        Assert.Throws<ArgumentException>(() => Crc32C.Copy(_data.AsSpan(0, 20_000), destination));
        Assert.DoesNotContain(destination, b => b != Untouched);
    }

    private void AssertCopied(int length, int from, int to)
    {
        byte[] destination = NewDestination(length + 200);
        ReadOnlySpan<byte> source = _data.AsSpan(from, length);
        uint crc = Crc32C.Copy(source, destination.AsSpan(to));
        Assert.True(Crc32C.ComputeSerial(source) == crc, $"wrong checksum of {length} bytes from {from} to {to}");
        Assert.True(source.SequenceEqual(destination.AsSpan(to, length)), $"wrong copy of {length} bytes from {from} to {to}");
        Assert.True(
            !destination.AsSpan(0, to).ContainsAnyExcept(Untouched) && !destination.AsSpan(to + length).ContainsAnyExcept(Untouched),
            $"bytes beside the copy of {length} bytes from {from} to {to} were changed");
    }

    private static byte[] NewDestination(int length)
    {
        byte[] destination = new byte[length];
        destination.AsSpan().Fill(Untouched);
        return destination;
    }
}
