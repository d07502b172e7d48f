namespace OrleansRocket.Cli.Groups;

/// <summary>What <c>group update</c> prints.</summary>
/// <param name="Group">The group.</param>
/// <param name="MaxMessagesRate">The most messages a second that it reads of each topic; -1 for no limit.</param>
/// <param name="MaxBytesRate">The most bytes a second that it reads of each topic; -1 for no limit.</param>
internal sealed record GroupQuotaResult(string Group, long MaxMessagesRate, long MaxBytesRate);
