using System.Globalization;
using System.Text;

namespace OrleansRocket.Groups;

/// <summary>A claim of a queue as it is stored, beside the id of the topic.</summary>
/// <param name="Generation">See <see cref="QueueClaim.Generation"/>.</param>
/// <param name="TopicId">The id of the topic, see <c>TopicRoute.Id</c>.</param>
/// <param name="Owner">Who reads the queue.</param>
public readonly record struct StoredClaim(long Generation, long TopicId, string Owner)
{
    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">The bytes are not of this form.</exception>
    public static StoredClaim Parse(ReadOnlySpan<byte> value)
    {
        var space = value.IndexOf((byte)' ');
        if (space < 0)
            throw new FormatException($"'{Encoding.UTF8.GetString(value)}' is not a stored claim (generation@topic owner)");
        var (generation, topicId) = StoredOffset.Parse(value[..space]);
        return new StoredClaim(generation, topicId, Encoding.UTF8.GetString(value[(space + 1)..]));
    }

    /// <summary>The stored form.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Generation}@{TopicId} {Owner}"));
}
