using System.CommandLine.Parsing;

namespace OrleansRocket.Cli.Options;

/// <summary>Refuses what cannot be the path of anything.</summary>
internal static class PathCheck
{
    /// <summary>A validator for an option or argument that is a path.</summary>
    public static Action<SymbolResult> For(string name) => result =>
    {
        foreach (var token in result.Tokens)
        {
            if (string.IsNullOrWhiteSpace(token.Value) || token.Value.Contains('\0'))
                result.AddError($"{name} is '{token.Value.Replace('\0', '?')}'; it must be a path");
        }
    };
}
