using System.Globalization;
using System.Text;

namespace OrleansRocket.Groups;

/// <summary>How much a consumer group may read of each of its topics.</summary>
/// <param name="MaxMessagesRate">The most messages a second, on all queues of a topic together; -1 (the default) for no limit. Each queue has an equal part.</param>
/// <param name="MaxBytesRate">The most bytes a second, as they are stored; otherwise as <paramref name="MaxMessagesRate"/>.</param>
[GenerateSerializer, Immutable, Alias("rocket.group-quota")]
public sealed record GroupQuota(
    [property: Id(0)] long MaxMessagesRate = -1,
    [property: Id(1)] long MaxBytesRate = -1)
{
    /// <summary>No limits.</summary>
    public static readonly GroupQuota None = new();

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">The bytes are not of this form.</exception>
    public static GroupQuota Parse(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value).Split(' ');
        return text.Length == 2
            ? new GroupQuota(long.Parse(text[0], CultureInfo.InvariantCulture), long.Parse(text[1], CultureInfo.InvariantCulture))
            : throw new FormatException($"'{Encoding.UTF8.GetString(value)}' is not a stored quota (messages bytes)");
    }

    /// <summary>The stored form.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{MaxMessagesRate} {MaxBytesRate}"));

    /// <summary>The part of one of so many queues.</summary>
    public QueueQuota PartOf(int queues) => new(Part(MaxMessagesRate, queues), Part(MaxBytesRate, queues));

    /// <summary>Refuses a quota that makes no sense.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>.</exception>
    public void Check(string group)
    {
        if (MaxMessagesRate is < -1 or 0)
            throw Bad(group, "max messages rate", MaxMessagesRate);
        if (MaxBytesRate is < -1 or 0)
            throw Bad(group, "max bytes rate", MaxBytesRate);
    }

    private static double Part(long rate, int queues) => rate < 0 ? -1 : (double)rate / Math.Max(1, queues);

    private static RocketException Bad(string group, string what, long value) =>
        new(RocketError.InvalidArgument, $"consumer group '{group}': {what} is {value}; it must be -1 for no limit, or more than 0");
}
