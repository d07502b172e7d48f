namespace OrleansRocket.Cli.Groups;

/// <summary>What <c>group delete</c> prints.</summary>
/// <param name="Group">The group.</param>
/// <param name="Deleted">True.</param>
internal sealed record GroupDeletion(string Group, bool Deleted);
