namespace OrleansRocket.Groups;

/// <summary>The key under which a group's offset on a queue lies in the system topic of groups.</summary>
public static class OffsetKey
{
    private const string Kind = "offset/";

    /// <summary>How the keys of one group begin; the name of the queue follows.</summary>
    public static string Prefix(string group) => $"{Kind}{group}/";

    /// <summary>How the keys begin that say which topics a group reads by simple consumers; the name of the topic follows.</summary>
    public static string PopPrefix(string group) => $"pop/{group}/";

    /// <summary>How the keys begin of the claims of queues that a group reads; the name of the queue follows.</summary>
    public static string ClaimPrefix(string group) => $"claim/{group}/";

    /// <summary>The key of a group's quota.</summary>
    public static string Quota(string group) => $"quota/{group}";

    /// <summary>Takes a key apart. Names of groups have no slash.</summary>
    /// <returns>False when it is the key of something else.</returns>
    public static bool TryParse(string key, out string group, out QueueName queue)
    {
        (group, queue) = ("", default);
        if (!key.StartsWith(Kind, StringComparison.Ordinal))
            return false;
        var slash = key.IndexOf('/', Kind.Length);
        if (slash < 0)
            return false;
        group = key[Kind.Length..slash];
        queue = QueueName.Parse(key[(slash + 1)..]);
        return true;
    }
}
