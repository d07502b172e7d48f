namespace OrleansRocket.Cli.Mqadmin;

/// <summary>A command of mqadmin and ours that does the same.</summary>
/// <param name="Name">Its name in mqadmin.</param>
/// <param name="Words">Ours.</param>
/// <param name="Subject">The letter of mqadmin's option that is our argument, or null.</param>
/// <param name="Options">Further letters, and our options for them.</param>
/// <param name="Attributes">The letter of mqadmin's option with attributes of a topic, or null.</param>
/// <param name="Ignored">Letters that have no meaning here, with a value each.</param>
internal sealed record MqadminAlias(
    string Name,
    IReadOnlyList<string> Words,
    string? Subject = null,
    IReadOnlyList<(string Letter, string Option)>? Options = null,
    string? Attributes = null,
    IReadOnlyList<string>? Ignored = null);
