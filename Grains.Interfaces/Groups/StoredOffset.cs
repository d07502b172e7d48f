using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansRocket.Groups;

/// <summary>A group's offset on a queue as it is stored, beside the id of the topic: the offsets of a topic that was deleted say nothing
/// about a new one of the same name, and would skip its messages.</summary>
/// <param name="Offset">The next offset to read.</param>
/// <param name="TopicId">The id of the topic, see <c>TopicRoute.Id</c>.</param>
public readonly record struct StoredOffset(long Offset, long TopicId)
{
    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">The bytes are not of this form.</exception>
    public static StoredOffset Parse(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long offset, out var used)
        && used < value.Length && value[used] == (byte)'@'
        && Utf8Parser.TryParse(value[(used + 1)..], out long topicId, out var rest)
        && used + 1 + rest == value.Length
            ? new StoredOffset(offset, topicId)
            : throw new FormatException($"'{Encoding.UTF8.GetString(value)}' is not a stored offset (offset@topic)");

    /// <summary>The stored form.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Offset}@{TopicId}"));
}
